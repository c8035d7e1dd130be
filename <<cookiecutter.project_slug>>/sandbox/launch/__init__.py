"""Starting the sandbox together with a platform, and walking through both as people would."""

"""What people see and do: the platform in a real browser, with the sandbox for its Stripe."""

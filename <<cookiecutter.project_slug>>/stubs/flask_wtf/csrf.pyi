from flask import Blueprint, Flask

class CSRFProtect:
    def init_app(self, app: Flask) -> None: ...
    def exempt(self, view: Blueprint) -> Blueprint: ...

class CSRFError(Exception):
    description: str

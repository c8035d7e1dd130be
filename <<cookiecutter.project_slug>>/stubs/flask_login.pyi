# Flask-Login ships no types; these are the names this project uses.
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask
from flask.typing import ResponseReturnValue

from app.models import User

P = ParamSpec("P")
R = TypeVar("R")

class LoginManager:
    login_view: str
    login_message: str
    login_message_category: str
    session_protection: str | None
    def init_app(self, app: Flask) -> None: ...
    def unauthorized(self) -> ResponseReturnValue: ...
    def user_loader(self, callback: Callable[[str], User | None]) -> None: ...

current_user: User

def login_required(func: Callable[P, R]) -> Callable[P, R]: ...
def login_user(user: User, remember: bool = ...) -> bool: ...
def logout_user() -> bool: ...

"""The door for servers: `gunicorn wsgi:app` and `flask` find the app here."""

import os
import sys

from dotenv import load_dotenv

from app import ailing, create_app
from app.config import BadConfig

load_dotenv()
try:
    app = create_app()
except BadConfig as problem:
    app = ailing.app_for(sys.argv, os.environ, problem)

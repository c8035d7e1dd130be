"""The door for servers: `gunicorn wsgi:app` and `flask` find the app here."""

from dotenv import load_dotenv

from app import create_app

load_dotenv()
app = create_app()

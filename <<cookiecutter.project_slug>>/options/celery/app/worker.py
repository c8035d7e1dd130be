"""The door for workers: `celery --app app.worker worker --beat`."""

from dotenv import load_dotenv

from app import create_app
from app.celery_app import serve

load_dotenv()
celery = serve(create_app())

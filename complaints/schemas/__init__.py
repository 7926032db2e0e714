"""Wire shapes (marshmallow), shared by the API, the forms and OpenAPI. They never query."""

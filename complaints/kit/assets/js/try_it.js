// Starts Swagger UI, which the page loads beside this, over our own description.
const place = document.getElementById("swagger");
globalThis.SwaggerUIBundle({
  domNode: place,
  url: place.dataset.spec,
  validatorUrl: null,
  persistAuthorization: false,
});

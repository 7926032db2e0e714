"use strict";
const place = document.getElementById("swagger");
SwaggerUIBundle({
  domNode: place,
  url: place.dataset.spec,
  validatorUrl: null,
  persistAuthorization: false,
});

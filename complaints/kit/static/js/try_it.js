var e=document.getElementById("swagger");globalThis.SwaggerUIBundle({domNode:e,url:e.dataset.spec,validatorUrl:null,persistAuthorization:!1});

// The viewer of the API's description. Without it the page still says where the description is.
const viewer = document.querySelector("#api-viewer");
globalThis.SwaggerUIBundle?.({
  url: viewer.dataset.description,
  domNode: viewer,
  deepLinking: true,
  docExpansion: "none",
  defaultModelsExpandDepth: -1,
  validatorUrl: null, // no other host is asked
  tryItOutEnabled: true,
});

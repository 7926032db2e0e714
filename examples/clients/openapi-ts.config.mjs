// Node finds modules by their whole name.
export default {
  input: "openapi.json",
  output: { path: "hey/generated", module: { extension: ".js" } },
};

/** URL of the wasm file, for tools that turn an imported file into its URL. Pass it as the option `wasm`. */
declare const address: string;
export default address;

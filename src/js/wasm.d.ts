/** The file itself, for tools that turn an imported file into its address: pass that as the option `wasm`. */
declare const address: string;
export default address;

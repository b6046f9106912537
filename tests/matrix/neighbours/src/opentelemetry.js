import { FetchInstrumentation } from '@opentelemetry/instrumentation-fetch';
import { WebTracerProvider } from '@opentelemetry/sdk-trace-web';
import { wrapsFetch } from './wrapped.js';

const provider = new WebTracerProvider();
provider.register();
const fetches = new FetchInstrumentation();
fetches.setTracerProvider(provider);
fetches.enable();
window.neighbour = { acts: wrapsFetch };

//! The JavaScript boundary in real browsers: which values come in, which results go out, which requests are sent.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "test code")]

mod common;

use js_sys::{JSON, Object, Promise, Reflect};
use order_bridge::bindings::{Call, Check, Method, Page, begin, cancel, check, open, quote_buy_order, resume};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::*;

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(module = "/tests/browser/hostile.js")]
extern "C" {
    #[wasm_bindgen(js_name = caseCount)]
    fn case_count() -> u32;
    #[wasm_bindgen(js_name = caseName)]
    fn case_name(index: u32) -> String;
    #[wasm_bindgen(js_name = caseParams)]
    fn case_params(index: u32) -> JsValue;
    #[wasm_bindgen(js_name = caseDetail)]
    fn case_detail(index: u32) -> String;
    #[wasm_bindgen(js_name = countedOrder)]
    fn counted_order() -> JsValue;
    #[wasm_bindgen(js_name = mostReads)]
    fn most_reads() -> f64;
    #[wasm_bindgen(js_name = readPlaces)]
    fn read_places() -> u32;
    fn polluted(run: &mut dyn FnMut() -> JsValue) -> JsValue;
    #[wasm_bindgen(js_name = withoutCurrency)]
    fn without_currency() -> JsValue;
    fn recorder(answers: &JsValue) -> JsValue;
}

// `npm run build` bundles tests/browser/page.js and the shell into this file. It is one file because the server of
// these tests sometimes stops answering when it gets many requests at once.
#[wasm_bindgen(module = "/target/browser-page.js")]
extern "C" {
    /// A bridge of this wasm.
    type Bridge;
    #[wasm_bindgen(js_name = openBridge, catch)]
    fn open_bridge(door: &JsValue, options: &JsValue) -> Result<Bridge, JsValue>;
    #[wasm_bindgen(method)]
    fn report(this: &Bridge, method: Method, params: &JsValue) -> Promise;
    #[wasm_bindgen(method)]
    fn place(this: &Bridge, method: Method, order: &JsValue, options: &JsValue) -> Promise;
    #[wasm_bindgen(method)]
    fn check(this: &Bridge, what: Check, value: &JsValue) -> JsValue;
    #[wasm_bindgen(method, catch)]
    fn quote(this: &Bridge, params: &JsValue) -> Result<JsValue, JsValue>;
}

/// The functions of the wasm, as its glue exports them.
fn door() -> JsValue {
    let door: JsValue = Object::new().into();
    let text = |error: String| JsValue::from_str(&error);
    let set = |name: &str, function: JsValue| {
        Reflect::set(&door, &name.into(), &function).unwrap();
    };
    let opening = move |options: String, types: String, is_public: bool, page: JsValue| {
        open(options, &types, is_public, page.unchecked_into::<Page>()).map_err(text)
    };
    set("open", Closure::<dyn FnMut(_, _, _, _) -> Result<u32, JsValue>>::new(opening).into_js_value());
    let beginning = move |bridge: u32, method: Method, first: String, second: String, types: String, call: JsValue| {
        begin(bridge, method, first, second, &types, call.unchecked_into::<Call>()).map_err(text)
    };
    set("begin", Closure::<dyn FnMut(_, _, _, _, _, _) -> Result<u32, JsValue>>::new(beginning).into_js_value());
    let resuming = move |running: u32, ticket: u32, number: u32, answer: String| {
        resume(running, ticket, number, answer).map_err(text)
    };
    set("resume", Closure::<dyn FnMut(_, _, _, _) -> Result<JsValue, JsValue>>::new(resuming).into_js_value());
    set("cancel", Closure::<dyn FnMut(u32)>::new(cancel).into_js_value());
    let checking = move |bridge: u32, what: Check, value: String| check(bridge, what, value).map_err(text);
    set("check", Closure::<dyn FnMut(_, _, _) -> Result<String, JsValue>>::new(checking).into_js_value());
    let quoting = move |params: String| quote_buy_order(params).map_err(text);
    set("quote", Closure::<dyn FnMut(_) -> Result<String, JsValue>>::new(quoting).into_js_value());
    set("isAlive", Closure::<dyn FnMut() -> bool>::new(|| true).into_js_value());
    set(
        "onFailure",
        Closure::<dyn FnMut() -> JsValue>::new(|| get(&js_sys::global().into(), "Boolean")).into_js_value(),
    );
    door
}

fn parse(text: &str) -> JsValue {
    JSON::parse(text).unwrap()
}

fn text(value: &JsValue) -> String {
    JSON::stringify(value).unwrap().into()
}

fn get(value: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(value.clone(), |value, key| Reflect::get(&value, &key.into()).unwrap())
}

fn bridge(options: &str) -> Bridge {
    open_bridge(&door(), &parse(options)).unwrap()
}

/// A bridge whose fetch answers from `answers`, and the list of its requests.
fn scripted(options: &str, answers: &str) -> (Bridge, JsValue) {
    let recorder = recorder(&parse(answers));
    let options: Object = parse(options).unchecked_into();
    Reflect::set(&options, &"fetch".into(), &get(&recorder, "fetch")).unwrap();
    (open_bridge(&door(), &options).unwrap(), get(&recorder, "sent"))
}

const OCULAR: &str = r#"{"ocular":{"baseUrl":"http://localhost:9/v1","sessionId":1536},"timeoutMs":200}"#;
const ONE_ENTRY: &str = r#"{"oneEntry":{"url":"https://p.example","token":"app-token"},"timeoutMs":200}"#;

/// An order of `quantity` notebooks. Tests share the browser's storage, where orders are remembered by their cart, so
/// each test uses different quantities.
fn order(quantity: usize) -> JsValue {
    parse(&format!(
        r#"{{"storage":"guest_orders","formIdentifier":"guest_order","paymentAccountIdentifier":"cash",
        "formData":{{"marker":"guest_name","type":"string","value":"Christina Thomas"}},"products":[{{"productId":10,"quantity":{quantity}}}]}}"#
    ))
}

fn report_of(detail: &[(String, Vec<String>)]) -> String {
    let list = |texts: &[String]| texts.iter().map(|text| format!("{text:?}")).collect::<Vec<_>>().join(",");
    let fields: Vec<_> = detail.iter().map(|(path, texts)| format!("{path:?}:[{}]", list(texts))).collect();
    format!(r#"{{"valid":{},"detail":{{{}}}}}"#, detail.is_empty(), fields.join(","))
}

/// Integer-like keys come first in an object, so reports are compared with sorted keys.
fn sorted(report: &str) -> Vec<String> {
    let detail = get(&parse(report), "detail").unchecked_into::<Object>();
    let mut entries: Vec<_> = Object::entries(&detail).iter().map(|entry| text(&entry)).collect();
    entries.sort();
    entries
}

#[wasm_bindgen_test]
fn the_corpus_gives_the_same_reports_as_natively() {
    let bridge = bridge("{}");
    for case in common::buy_orders() {
        let report = text(&bridge.check(Check::BuyOrder, &parse(&case.params)));
        assert_eq!(sorted(&report), sorted(&report_of(&case.detail)), "{}", case.name);
        assert_eq!(get(&parse(&report), "valid").as_bool(), Some(case.detail.is_empty()), "{}", case.name);
    }
    for case in common::buy_order_states() {
        let report = text(&bridge.check(Check::BuyOrderState, &parse(&case.params)));
        assert_eq!(report, report_of(&case.detail), "{}", case.name);
    }
}

#[wasm_bindgen_test]
fn hostile_values_get_the_expected_report() {
    let bridge = bridge("{}");
    for index in 0..case_count() {
        let report = text(&bridge.check(Check::BuyOrder, &case_params(index)));
        assert_eq!(report, case_detail(index), "{}", case_name(index));
    }
}

#[wasm_bindgen_test]
fn every_property_is_read_once() {
    let report = text(&bridge("{}").check(Check::BuyOrder, &counted_order()));
    assert_eq!(report, r#"{"valid":true,"detail":{}}"#);
    assert_eq!(most_reads(), 1.0);
    assert!(read_places() > 10, "{}", read_places());
}

#[wasm_bindgen_test]
fn inherited_values_are_ignored() {
    let bridge = bridge("{}");
    let report = polluted(&mut || bridge.check(Check::BuyOrder, &without_currency()));
    assert_eq!(
        text(&report),
        r#"{"valid":false,"detail":{"items.0.currency":["SessionOrderControllerValidator: items.0.currency is required."],"items.1":["SessionOrderControllerValidator: items.1 is required."]}}"#
    );
}

#[wasm_bindgen_test]
async fn a_request_follows_the_contract() {
    let (bridge, sent) = scripted(OCULAR, r#"[[200,"{\"statusCode\":0,\"message\":\"Success\"}"]]"#);
    let response = JsFuture::from(bridge.report(Method::SetBuyOrder, &parse(common::BUY_ORDER))).await.unwrap();
    assert_eq!(text(&response), r#"{"statusCode":0,"message":"Success"}"#);
    let request = get(&sent, "0");
    for (key, value) in [
        ("method", "POST"),
        ("url", "http://localhost:9/v1/sessions/1536/order"),
        ("redirect", "error"),
        ("credentials", "omit"),
        ("cache", "default"),
        ("referrerPolicy", "strict-origin"),
        ("headers.content-type", "application/json"),
    ] {
        assert_eq!(get(&request, key).as_string().as_deref(), Some(value), "{key}");
    }
    let body = get(&request, "body").as_string().unwrap();
    assert!(
        body.contains(r#""quantity":2,"price":10000,"unit_price":false,"currency":"CLP","include_tax":true"#),
        "{body}"
    );
}

#[wasm_bindgen_test]
async fn every_outcome_of_a_fetch_gives_an_answer() {
    for (answer, expected) in [
        (r#"["hang"]"#, r#"{"statusCode":1,"message":"Error 0 - Time-out","code":"TIMEOUT"}"#),
        (r#"["fail"]"#, r#"{"statusCode":1,"message":"Error 0 - Network error","code":"NETWORK"}"#),
        (r#"["reject"]"#, r#"{"statusCode":1,"message":"Error 0 - Network error","code":"NETWORK"}"#),
        (r#"["junk"]"#, r#"{"statusCode":1,"message":"Error 0 - Network error","code":"NETWORK"}"#),
        (r#"["broken"]"#, r#"{"statusCode":1,"message":"Error 201 - Answer broke off","code":"BAD_RESPONSE"}"#),
        (r#"[[500,""]]"#, r#"{"statusCode":1,"message":"Error 500 - Internal server error","code":"SERVER"}"#),
        (r#"[[204,""]]"#, r#"{"statusCode":0,"message":"Success"}"#),
        (
            r#"[[200,"{\"statusCode\":2,\"message\":\"Field validation error\",\"detail\":{\"a\":[\"b\"]}}"]]"#,
            r#"{"statusCode":2,"message":"Field validation error","detail":{"a":["b"]}}"#,
        ),
    ] {
        let (bridge, sent) = scripted(OCULAR, answer);
        let response =
            JsFuture::from(bridge.report(Method::SetBuyOrderState, &parse(r#"{"payment_status":0}"#))).await.unwrap();
        assert_eq!(text(&response), expected, "{answer}");
        assert_eq!(get(&sent, "length"), 1, "{answer}: without external_id there is one try");
    }
}

#[wasm_bindgen_test]
async fn a_page_without_video_attention_sends_nothing() {
    let (bridge, sent) = scripted(r#"{"ocular":{"baseUrl":"http://localhost:9/v1"}}"#, "[]");
    let response = JsFuture::from(bridge.report(Method::SetBuyOrder, &parse(common::BUY_ORDER))).await.unwrap();
    assert_eq!(get(&response, "code"), "NO_OCULAR_SESSION");
    assert_eq!(get(&sent, "length"), 0);
}

#[wasm_bindgen_test]
async fn an_order_is_placed_with_two_requests() {
    let answers = r#"[[201,"{\"id\":90,\"totalSum\":18.50,\"currency\":\"\"}"],[201,"{\"id\":47,\"orderId\":90,\"type\":\"session\",\"status\":\"waiting\",\"paymentUrl\":null}"]]"#;
    let (bridge, sent) = scripted(ONE_ENTRY, answers);
    let result = JsFuture::from(bridge.place(Method::PlaceOrder, &order(1), &JsValue::UNDEFINED)).await.unwrap();
    assert_eq!(get(&result, "outcome"), "accepted", "{}", text(&result));
    assert_eq!(get(&result, "order.totalSum"), "18.50");
    assert_eq!(get(&result, "order.raw.totalSum"), 18.5);
    assert_eq!(get(&result, "session.id"), 47);
    assert_eq!(get(&sent, "length"), 2);
    assert_eq!(get(&sent, "0.headers.x-app-token"), "app-token");
    let guest = get(&sent, "0.headers.x-guest-id").as_string().unwrap();
    assert_eq!(guest.len(), 36);
    assert_eq!(get(&sent, "1.headers.x-guest-id"), guest.as_str());
    assert!(get(&sent, "0.headers.x-device-metadata").as_string().unwrap().starts_with(r#"{"fingerprint":"UQ_"#));
    assert_eq!(
        get(&sent, "0.body"),
        r#"{"formIdentifier":"guest_order","paymentAccountIdentifier":"cash","formData":{"en_US":[{"marker":"guest_name","type":"string","value":"Christina Thomas"}]},"products":[{"productId":10,"quantity":1}]}"#
    );
}

#[wasm_bindgen_test]
async fn after_a_lost_answer_the_order_is_unknown() {
    let answers = [r#"["hang"]"#, r#"["fail"]"#, r#"["broken"]"#, r#"[[500,""]]"#, r#"[[201,"<html>"]]"#];
    for (index, answer) in answers.into_iter().enumerate() {
        let (bridge, sent) = scripted(ONE_ENTRY, answer);
        let result =
            JsFuture::from(bridge.place(Method::PlaceOrder, &order(100 + index), &JsValue::NULL)).await.unwrap();
        assert_eq!(get(&result, "outcome"), "unknown", "{answer}");
        assert_eq!(get(&sent, "length"), 1, "{answer}");
    }
}

#[wasm_bindgen_test]
async fn a_signal_aborts_the_call() {
    let controller = web_sys::AbortController::new().unwrap();
    let options = Object::new();
    Reflect::set(&options, &"signal".into(), &controller.signal()).unwrap();
    let (bridge, sent) = scripted(ONE_ENTRY, r#"["hang","hang"]"#);
    let promise = bridge.place(Method::PlaceOrder, &order(2), &options);
    JsFuture::from(js_sys::Promise::resolve(&JsValue::NULL)).await.unwrap();
    // gloo-net cannot handle a string as the abort reason.
    controller.abort_with_reason(&"a text".into());
    let result = JsFuture::from(promise).await.unwrap();
    assert_eq!(get(&result, "problem.code"), "ABORTED", "{}", text(&result));
    // With a signal that is already aborted, nothing is sent.
    let result = JsFuture::from(bridge.place(Method::PlaceOrder, &order(2), &options)).await.unwrap();
    assert_eq!(get(&result, "outcome"), "notSent", "{}", text(&result));
    assert!(get(&sent, "length").as_f64().unwrap() <= 1.0);
}

#[wasm_bindgen_test]
async fn two_identical_calls_place_one_order() {
    let session = r#"{\"id\":47,\"orderId\":90,\"type\":\"session\",\"status\":\"waiting\",\"paymentUrl\":null}"#;
    let answers = format!(r#"[[201,"{{\"id\":90}}"],[201,"{session}"],[200,"{session}"]]"#);
    let (bridge, sent) = scripted(ONE_ENTRY, &answers);
    let first = bridge.place(Method::PlaceOrder, &order(3), &JsValue::UNDEFINED);
    let second = bridge.place(Method::PlaceOrder, &order(3), &JsValue::UNDEFINED);
    let (first, second) = (JsFuture::from(first).await.unwrap(), JsFuture::from(second).await.unwrap());
    for key in ["outcome", "reference", "order.id", "session.id"] {
        assert_eq!(get(&first, key), get(&second, key), "{key}: {} {}", text(&first), text(&second));
    }
    // The second call waits for the first, and then only reads the payment session.
    let methods: Vec<_> = (0..3).map(|i| get(&sent, &format!("{i}.method")).as_string().unwrap()).collect();
    assert_eq!((methods.join(" ").as_str(), get(&sent, "length")), ("POST POST GET", JsValue::from(3)));
}

#[wasm_bindgen_test]
fn reports_have_messages_in_the_pages_language() {
    for (language, words) in
        [("en", "Please fill this in."), ("es-CL", "Completa este dato."), ("pt_BR", "Preencha este campo.")]
    {
        let report = bridge(&format!(r#"{{"language":"{language}"}}"#)).check(Check::BuyOrder, &parse("{}"));
        assert_eq!(get(&report, "messages.items.0"), words);
        assert_eq!(get(&report, "detail.items.0"), "SessionOrderControllerValidator: items is required.");
    }
}

#[wasm_bindgen_test]
fn quotes_are_decimal_strings() {
    let quote = bridge("{}").quote(&parse(common::BUY_ORDER)).unwrap();
    assert_eq!(
        text(&get(&quote, "totals")),
        r#"[{"currency":"CLP","gross":"10000","discount":"2990","total":"7010"}]"#
    );
    let error = bridge("{}").quote(&parse("{}")).unwrap_err();
    let error = parse(&error.as_string().unwrap());
    assert_eq!(get(&error, "code"), "VALIDATION");
    assert_eq!(get(&error, "detail.items.0"), "SessionOrderControllerValidator: items is required.");
}

#[wasm_bindgen_test]
fn option_errors_name_the_option() {
    for (options, named) in [
        (r#"{"timeoutMs":0}"#, "timeoutMs"),
        (r#"{"timeoutMs":"10"}"#, "timeoutMs"),
        (r#"{"language":5}"#, "language"),
        (r#"{"fetch":"fetch"}"#, "fetch"),
        (r#"{"paymentHosts":[]}"#, "paymentHosts"),
        (r#"{"paymentHosts":[""]}"#, "paymentHosts"),
        (r#"{"ocular":{"sessionId":true}}"#, "ocular.sessionId"),
        (r#"{"ocular":{"baseUrl":"http://o.example"}}"#, "ocular.baseUrl"),
        (r#"{"oneEntry":{"url":"https://user:secret@p.example","token":"t"}}"#, "oneEntry.url"),
    ] {
        let error = open_bridge(&door(), &parse(options)).err().unwrap();
        let error = parse(&error.as_string().unwrap());
        assert_eq!(get(&error, "code"), "CONFIG");
        let message = get(&error, "message").as_string().unwrap();
        assert!(message.contains(named) && !message.contains("secret"), "{message}");
    }
}

<?php
/**
 * Plugin Name: Order Bridge
 * Description: Reports orders that follow a video attention to Ocular.
 * Version: 1.0.0
 * Requires PHP: 7.4
 * License: MIT
 *
 * Put tag.js, ocular.mjs and order_bridge_ocular_bg.wasm of the npm package order-bridge next to this file.
 */

defined( 'ABSPATH' ) || exit;

// The tag, on each page of the shop.
add_action( 'wp_head', function () {
	printf(
		'<script async src="%s" data-currency="%s"></script>',
		esc_url( plugins_url( 'tag.js', __FILE__ ) ),
		esc_attr( get_woocommerce_currency() )
	);
} );

// The purchase, for shops without a plugin that reports it to Google. With such a plugin, set this to false.
const ORDER_BRIDGE_PUSHES_PURCHASES = true;

ORDER_BRIDGE_PUSHES_PURCHASES && add_action( 'woocommerce_thankyou', function ( $order_id ) {
	$order = wc_get_order( $order_id );
	if ( ! $order || $order->has_status( 'failed' ) ) {
		return;
	}
	$items = array();
	foreach ( $order->get_items() as $item ) {
		$items[] = array(
			'item_id'   => (string) $item->get_product_id(),
			'item_name' => $item->get_name(),
			'price'     => (float) $order->get_item_total( $item, true ),
			'quantity'  => $item->get_quantity(),
		);
	}
	$purchase = array(
		'event'     => 'purchase',
		'ecommerce' => array(
			'transaction_id' => $order->get_order_number(),
			'currency'       => $order->get_currency(),
			'value'          => (float) $order->get_total(),
			'items'          => $items,
		),
	);
	wp_print_inline_script_tag( 'window.dataLayer = window.dataLayer || []; dataLayer.push(' . wp_json_encode( $purchase, JSON_HEX_TAG ) . ');' );
} );

<?php
/**
 * Stubs of the WordPress and WooCommerce functions that the recipe calls, and one order.
 * `php woocommerce-stub.php SNIPPET...` runs the snippets as functions.php would, then prints the output of the two hooks as JSON.
 * ORDER_STATUS: status of the order.
 */
error_reporting( E_ALL );
set_error_handler( function ( $level, $text, $file, $line ) {
	throw new ErrorException( $text, 0, $level, $file, $line );
} );

$hooks = array();
function add_action( $name, $callback, $priority = 10 ) {
	global $hooks;
	$hooks[ $name ][] = $callback;
}
function printed( $name, ...$given ) {
	global $hooks;
	ob_start();
	foreach ( $hooks[ $name ] ?? array() as $callback ) {
		$callback( ...$given );
	}
	return ob_get_clean();
}

function content_url( $path = '' ) {
	return 'https://shop.example/wp-content/' . ltrim( $path, '/' );
}
// The plugin of examples/woocommerce.
define( 'ABSPATH', '/' );
function plugins_url( $path, $file ) {
	return 'https://shop.example/wp-content/plugins/order-bridge/' . ltrim( $path, '/' );
}
function esc_url( $url ) {
	return str_replace( array( '&', "'", '"' ), array( '&#038;', '&#039;', '' ), $url );
}
function esc_attr( $text ) {
	return htmlspecialchars( $text, ENT_QUOTES );
}
function wp_json_encode( $value, $flags = 0, $depth = 512 ) {
	return json_encode( $value, $flags, $depth );
}
function wp_print_inline_script_tag( $script, $attributes = array() ) {
	echo "<script>\n$script\n</script>\n";
}

function get_woocommerce_currency() {
	return 'CLP';
}
function wc_get_price_decimals() {
	return 0;
}
function wc_get_order( $id ) {
	return 1236 === $id ? new WC_Order() : false;
}

/** Totals are strings, as the database returns them. A line's total is after coupons and without tax. */
class WC_Order_Item_Product {
	public function __construct( private $id, private $name, private $quantity, private $total, private $tax ) {}
	public function get_product_id() {
		return $this->id;
	}
	public function get_name() {
		return $this->name;
	}
	public function get_quantity() {
		return $this->quantity;
	}
	public function get_total() {
		return $this->total;
	}
	public function get_total_tax() {
		return $this->tax;
	}
}

class WC_Order {
	public function has_status( $status ) {
		return $status === ( getenv( 'ORDER_STATUS' ) ?: 'processing' );
	}
	public function get_order_number() {
		return '1236';
	}
	public function get_currency() {
		return 'CLP';
	}
	public function get_total() {
		return '57162';
	}
	public function get_items() {
		return array(
			501 => new WC_Order_Item_Product( 55, 'Té "verde" </script><!--<script> & más', 2, '36287.394958', '6894.605042' ),
			502 => new WC_Order_Item_Product( 56, "Gorro d'hiver", 1, '8394.957983', '1595.042017' ),
		);
	}
	public function get_item_total( $item, $inc_tax = false, $round = true ) {
		$total = ( (float) $item->get_total() + ( $inc_tax ? (float) $item->get_total_tax() : 0 ) ) / $item->get_quantity();
		return $round ? round( $total, wc_get_price_decimals() ) : $total;
	}
}

foreach ( array_slice( $argv, 1 ) as $snippet ) {
	require $snippet;
}
echo json_encode( array( 'head' => printed( 'wp_head' ), 'thanks' => printed( 'woocommerce_thankyou', 1236 ), 'unknown' => printed( 'woocommerce_thankyou', 7 ) ) );

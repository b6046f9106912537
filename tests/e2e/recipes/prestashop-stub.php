<?php
/**
 * Stubs of the PrestaShop classes and methods that the recipe's module uses, and one order.
 * `php prestashop-stub.php MODULE` installs the module, then prints the results of its hooks as JSON. ORDER_STATE: state of the order.
 */
error_reporting(E_ALL);
set_error_handler(function ($level, $text, $file, $line) {
    throw new ErrorException($text, 0, $level, $file, $line);
});

define('_PS_VERSION_', '8.1.7');

class Module
{
    public $name;
    public $version;
    public $author;
    public $displayName;
    protected $_path;
    public $hooks = [];

    public function __construct()
    {
        $this->_path = '/modules/' . $this->name . '/';
    }

    public function install()
    {
        return true;
    }

    public function registerHook($names)
    {
        array_push($this->hooks, ...(array) $names);

        return true;
    }
}

class Configuration
{
    public static function get($name)
    {
        return ['PS_OS_ERROR' => '8'][$name];
    }
}

class Currency
{
    public $iso_code;

    public function __construct($id)
    {
        $this->iso_code = [1 => 'EUR'][$id];
    }
}

/** Numbers are strings with six decimal places, as the database returns them. */
class Order
{
    public $id = 17;
    public $reference = 'XKBKNABJK';
    public $id_currency = 1;
    public $total_paid_tax_incl = '45.240000';

    public function getCurrentState()
    {
        return getenv('ORDER_STATE') ?: '2';
    }

    public function getProducts()
    {
        return [
            31 => ['product_id' => '1', 'product_name' => 'Taza </script><!--<script> "año" (Color: blanco)', 'unit_price_tax_incl' => '14.560000', 'product_quantity' => '2'],
            32 => ['product_id' => '2', 'product_name' => "Cojín d'hiver", 'unit_price_tax_incl' => '9.120000', 'product_quantity' => '1'],
        ];
    }
}

require $argv[1];
$module = new OrderBridge();
$installed = $module->install();
$given = [];
foreach ($module->hooks as $hook) {
    $given[$hook] = $module->{'hook' . ucfirst($hook)}(['order' => new Order()]);
}
echo json_encode(['installed' => $installed, 'name' => $module->name, 'given' => $given]);

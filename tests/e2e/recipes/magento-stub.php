<?php
/**
 * Stubs of the Magento classes and methods that the recipe's template uses, and one order.
 * `php magento-stub.php TEMPLATE` prints the output of the template. NONCE: the nonce of the page's policy.
 */
namespace Magento\Framework\App {
    error_reporting(E_ALL);
    set_error_handler(function ($level, $text, $file, $line) {
        throw new \ErrorException($text, 0, $level, $file, $line);
    });

    class ObjectManager
    {
        public static function getInstance()
        {
            return new self();
        }

        public function get($class)
        {
            return new $class();
        }
    }
}

namespace Magento\Framework\View\Helper {
    class SecureHtmlRenderer
    {
        public function renderTag(string $name, array $attributes, ?string $content = null, bool $textContent = true): string
        {
            return "<$name nonce=\"" . getenv('NONCE') . '">' . ($textContent ? htmlspecialchars($content) : $content) . "</$name>";
        }
    }
}

namespace Magento\Checkout\Model {
    class Session
    {
        public function getLastRealOrder()
        {
            return new \Magento\Sales\Model\Order();
        }
    }
}

namespace Magento\Sales\Model {
    /** Amounts are strings with four decimal places, as the database returns them. */
    class Item
    {
        public function __construct(private $sku, private $name, private $qty, private $rowTotalInclTax, private $discount)
        {
        }

        public function getSku()
        {
            return $this->sku;
        }

        public function getName()
        {
            return $this->name;
        }

        public function getQtyOrdered()
        {
            return $this->qty;
        }

        public function getRowTotalInclTax()
        {
            return $this->rowTotalInclTax;
        }

        public function getDiscountAmount()
        {
            return $this->discount;
        }
    }

    class Order
    {
        public function getIncrementId()
        {
            return '000000042';
        }

        public function getOrderCurrencyCode()
        {
            return 'USD';
        }

        public function getGrandTotal()
        {
            return '74.4000';
        }

        public function getAllVisibleItems()
        {
            return [
                new Item('24-MB01', 'Joust </script><!--<script> "Duffle" & Bag', '2.0000', '66.4400', '6.6400'),
                new Item('24-WG03', "Men's Cup", '1.0000', '9.6000', '0.0000'),
            ];
        }
    }
}

namespace {
    $secureRenderer = new \Magento\Framework\View\Helper\SecureHtmlRenderer();
    require $argv[1];
}

// A vendor's script that declares the name: such a property can never become an accessor.
var ocularOrderTrack = window.ocularVendors.make('value');

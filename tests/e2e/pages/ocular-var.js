// A vendor's script that declares the name with var: such a property is not configurable and cannot become an accessor.
var ocularOrderTrack = window.ocularVendors.make('value');

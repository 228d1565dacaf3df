/// The secrets that configurations refer to: start at `SecretDesk`, through which everything goes. `SecretStore` keeps
/// them sealed, `KeyRing` has the keys. Which configuration refers to which is not known here.
@NullMarked
package dev.perigee.control.secret;

import org.jspecify.annotations.NullMarked;

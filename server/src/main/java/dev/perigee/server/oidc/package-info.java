/// Operators by the bearer tokens of an OpenID Connect provider: `OidcOperators` recognises them, `TokenCheck` judges a
/// token, `ProviderKeys` holds the keys that the provider signs with.
@NullMarked
package dev.perigee.server.oidc;

import org.jspecify.annotations.NullMarked;

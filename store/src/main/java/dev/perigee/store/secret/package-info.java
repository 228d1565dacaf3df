/// Sealed secrets as rows, in either database.
@NullMarked
package dev.perigee.store.secret;

import org.jspecify.annotations.NullMarked;

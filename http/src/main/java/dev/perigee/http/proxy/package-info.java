/// Which HTTP proxy leads to a server. Start at `Proxies`.
@NullMarked
package dev.perigee.http.proxy;

import org.jspecify.annotations.NullMarked;

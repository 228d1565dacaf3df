/// What stands between a company's machines and the network. Start at `ConnectProxy`.
@NullMarked
package dev.perigee.testkit.proxy;

import org.jspecify.annotations.NullMarked;

/// What whoever administers satellites restricts for their gateways, beyond what each gateway's own settings say; it
/// changes while the gateway runs. Start at `GatewayPolicy`. Who may come in at all is the `door`'s `Doorkeeper`.
@NullMarked
package dev.perigee.gateway.policy;

import org.jspecify.annotations.NullMarked;

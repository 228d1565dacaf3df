package dev.perigee.gateway.observe;

import dev.perigee.gateway.config.Owner;
import dev.perigee.gateway.upstream.GatewayEvents;

/// Who else hears what happens in a gateway. Called by whoever serves clients and servers, which may be an
/// event loop: must not block.
public interface Audience {
    Audience NONE = new Audience() {
        @Override
        public void happened(Owner owner, GatewayEvents.Event event) {}

        @Override
        public void heard(Traffic what) {}
    };

    /// Something happened to a server, which is this owner's. In order for each server.
    void happened(Owner owner, GatewayEvents.Event event);

    /// Something went through the gateway.
    void heard(Traffic what);
}

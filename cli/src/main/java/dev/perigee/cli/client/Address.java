package dev.perigee.cli.client;

import java.net.URI;

/// Where a control plane is and the operator key that opens it.
record Address(URI url, String key) {
    @Override
    public String toString() {
        return "Address[" + url + ", key=***]";
    }
}

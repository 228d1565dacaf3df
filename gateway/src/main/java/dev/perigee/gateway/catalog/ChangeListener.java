package dev.perigee.gateway.catalog;

import dev.perigee.gateway.mcp.Capability;
import dev.perigee.gateway.upstream.ServerName;

/// Hears that something about a server is not as it was, as far as anybody can tell. Must not block.
public interface ChangeListener {
    ChangeListener NONE = new ChangeListener() {
        @Override
        public void changed(ServerName server, Capability part) {}

        @Override
        public void changed(ServerName server) {}
    };

    /// One part of it: a list, or something in it.
    void changed(ServerName server, Capability part);

    /// Perhaps all of it: it is another, or was away.
    void changed(ServerName server);
}

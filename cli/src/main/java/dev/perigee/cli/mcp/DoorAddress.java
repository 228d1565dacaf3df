package dev.perigee.cli.mcp;

import dev.perigee.http.tls.TlsFiles;
import java.net.URI;
import java.net.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/// Where a satellite's door is, the key that opens it if it wants one, and the files for an https door.
record DoorAddress(URI door, @Nullable String key, TlsFiles tls) {
    /// A request to the door itself.
    HttpRequest.Builder request() {
        return authorized(door);
    }

    /// A request to another path on its port.
    HttpRequest.Builder request(String path) {
        return authorized(door.resolve(path));
    }

    private HttpRequest.Builder authorized(URI to) {
        HttpRequest.Builder request = HttpRequest.newBuilder(to);
        return key == null ? request : request.header("Authorization", "Bearer " + key);
    }

    @Override
    public String toString() {
        return "DoorAddress[" + door + ", key=" + (key == null ? "none" : "***") + "]";
    }
}

package dev.perigee.gateway.config;

import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.protocol.BadValue;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One MCP server as it is configured. Two that are equal need no change. Prints without what may be secret.
public sealed interface UpstreamConfig {
    ServerName name();

    /// A program that speaks over its stdin and stdout; `environment` is laid over the satellite's own.
    record Stdio(
            ServerName name,
            String program,
            List<String> arguments,
            Map<String, String> environment,
            @Nullable String workingDirectory)
            implements UpstreamConfig {
        public Stdio {
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
            if (program.isBlank()) {
                throw new BadValue("command of server " + name, program, "a program");
            }
        }

        @Override
        public String toString() {
            return "Stdio[" + name + ": " + program + ", " + arguments.size() + " arguments, environment "
                    + environment.keySet() + "]";
        }
    }

    /// A server at a URL; `headers` go with each request.
    record Http(ServerName name, URI url, Map<String, String> headers, Transport transport) implements UpstreamConfig {
        public Http {
            headers = Map.copyOf(headers);
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (!http || url.getHost() == null) {
                throw new BadValue("url of server " + name, withoutQuery(url), "a URL such as https://host/mcp");
            }
        }

        @Override
        public String toString() {
            return "Http[" + name + ": " + withoutQuery(url) + ", " + transport + ", headers " + headers.keySet() + "]";
        }

        private static String withoutQuery(URI url) {
            String text = url.toString();
            int query = text.indexOf('?');
            return query < 0 ? text : text.substring(0, query) + "?***";
        }
    }

    /// How messages travel over HTTP.
    enum Transport {
        STREAMABLE,
        /// The transport of 2024-11-05: one long GET, and POSTs beside it.
        SSE
    }
}

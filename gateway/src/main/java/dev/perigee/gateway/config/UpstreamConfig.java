package dev.perigee.gateway.config;

import dev.perigee.gateway.mcp.ProtocolVersion;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.http.Endpoint;
import dev.perigee.gateway.upstream.stdio.StdioServer;
import dev.perigee.http.proxy.Proxies;
import dev.perigee.process.ResourceLimits;
import dev.perigee.protocol.BadValue;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One MCP server as it is configured. Two that are equal need no change. Prints without what may be secret.
public sealed interface UpstreamConfig {
    ServerName name();

    Options options();

    /// What any kind of server has. `timeout`: how long a call may be without a sign of life, null for the door's
    /// own. `protocol`: the version to speak, null to find out. `missing`: what is still to be filled in, for
    /// people, null when nothing is.
    record Options(
            boolean requestLog,
            @Nullable Duration timeout,
            @Nullable ProtocolVersion protocol,
            @Nullable String missing,
            Revealed revealed,
            Owner owner) {
        public static final Options DEFAULT = new Options(true, null, null, null);

        /// Nobody's, and with nothing in it that came from a reference to something secret.
        public Options(
                boolean requestLog,
                @Nullable Duration timeout,
                @Nullable ProtocolVersion protocol,
                @Nullable String missing) {
            this(requestLog, timeout, protocol, missing, Revealed.NOTHING, Owner.NOBODY);
        }
    }

    /// A program that speaks over its stdin and stdout; `environment` is laid over the satellite's own.
    record Stdio(
            ServerName name,
            String program,
            List<String> arguments,
            Map<String, String> environment,
            @Nullable String workingDirectory,
            ResourceLimits resources,
            Options options)
            implements UpstreamConfig {
        public Stdio {
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
            if (program.isBlank()) {
                throw new BadValue("command of server " + name, program, "a program");
            }
        }

        /// With the default limits and options.
        public Stdio(
                ServerName name,
                String program,
                List<String> arguments,
                Map<String, String> environment,
                @Nullable String workingDirectory) {
            this(name, program, arguments, environment, workingDirectory, StdioServer.RESOURCES, Options.DEFAULT);
        }

        @Override
        public String toString() {
            return "Stdio[" + name + ": " + program + ", " + arguments.size() + " arguments, environment "
                    + new TreeSet<>(environment.keySet()) + ", " + resources + ", " + options + "]";
        }
    }

    /// A server at one or several URLs, which all lead to the same; `headers` and `query` go with each request.
    record Http(
            ServerName name,
            List<URI> urls,
            Map<String, String> headers,
            Map<String, String> query,
            Transport transport,
            Way way,
            Options options)
            implements UpstreamConfig {
        public static final int URLS_MAX = 64;

        public Http {
            urls = List.copyOf(urls);
            headers = Map.copyOf(headers);
            query = Map.copyOf(query);
            if (urls.isEmpty() || urls.size() > URLS_MAX || Set.copyOf(urls).size() < urls.size()) {
                throw new BadValue("urls of server " + name, urls.size(), "1 to " + URLS_MAX + " URLs, each once");
            }
            urls.forEach(url -> requireWeb(name, url));
        }

        /// At one URL, reached directly, with the default options.
        public Http(ServerName name, URI url, Map<String, String> headers, Transport transport) {
            this(name, List.of(url), headers, Map.of(), transport, Way.DIRECT, Options.DEFAULT);
        }

        /// The first of its URLs.
        public URI url() {
            return urls.getFirst();
        }

        @Override
        public String toString() {
            return "Http[" + name + ": " + urls.stream().map(Http::shown).toList() + ", " + transport + ", headers "
                    + new TreeSet<>(headers.keySet()) + ", query " + new TreeSet<>(query.keySet()) + ", " + way + ", "
                    + options + "]";
        }

        static void requireWeb(ServerName name, URI url) {
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (!http || url.getHost() == null) {
                throw new BadValue("url of server " + name, shown(url), "a URL such as https://host/mcp");
            }
            if (url.getRawUserInfo() != null) {
                throw new BadValue("url of server " + name, shown(url), "credentials in headers, not in the URL");
            }
        }

        private static String shown(URI url) {
            return url.toString().replaceFirst("[?#].*", "?***").replaceFirst("//[^/]*@", "//***@");
        }
    }

    /// How a server is reached over HTTP. `authorities`: a PEM file of the CAs to trust instead of the system's.
    /// `priorKnowledge`: HTTP/2 also where there is no TLS to agree on it. `healthCheck`: how often each replica is
    /// looked at, null for never.
    record Way(
            @Nullable Path authorities,
            Proxies proxies,
            Endpoint.Limits limits,
            boolean priorKnowledge,
            @Nullable Duration healthCheck) {
        public static final Way DIRECT = new Way(null, Proxies.NONE, Endpoint.Limits.DEFAULT, false, null);

        /// How often, if at all.
        public Optional<Duration> checkedEvery() {
            return Optional.ofNullable(healthCheck);
        }
    }

    /// How messages travel over HTTP.
    enum Transport {
        STREAMABLE,
        /// The transport of 2024-11-05: one long GET, and POSTs beside it.
        SSE
    }
}

package dev.perigee.bench.peer;

import dev.perigee.bench.mcp.Era;
import dev.perigee.bench.mcp.Target;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// nginx as a plain reverse proxy with kept connections on both sides: what passing bytes on costs at least.
public final class Nginx implements GatewayPeer {
    private final URI upstream;
    private final Era era;
    private final Closing opened = new Closing();
    private int port;
    private Cpu cpu = () -> Duration.ZERO;

    private interface Cpu {
        Duration now();
    }

    public Nginx(URI upstream, Era era) {
        this.upstream = upstream;
        this.era = era;
    }

    @Override
    public String name() {
        return "nginx";
    }

    @Override
    public Start start(Path data) throws IOException {
        Optional<Path> program = Programs.find("nginx");
        if (program.isEmpty()) {
            return Programs.missing("nginx");
        }
        port = PeerProcess.freePort();
        Path config = Files.writeString(data.resolve("nginx.conf"), configuration(data));
        PeerProcess process = opened.add(PeerProcess.start(
                data,
                Map.of(),
                List.of(
                        program.get().toString(),
                        "-p",
                        data.toAbsolutePath().toString(),
                        "-c",
                        config.toAbsolutePath().toString())));
        process.awaitPort(port);
        cpu = process::cpu;
        return new Start.Ready(false, "a worker for each core");
    }

    @Override
    public Target target() {
        return Target.direct(URI.create("http://127.0.0.1:" + port + upstream.getPath()), era);
    }

    /// The processor time that it has taken.
    public Duration cpu() {
        return cpu.now();
    }

    @Override
    public void close() {
        opened.close();
    }

    private String configuration(Path data) {
        return """
                daemon off;
                worker_processes auto;
                error_log stderr warn;
                pid nginx.pid;
                events { worker_connections 4096; }
                http {
                  access_log off;
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  keepalive_requests 1000000000;
                  keepalive_timeout 1h;
                  upstream mcp {
                    server %2$s;
                    keepalive 64;
                    keepalive_requests 1000000000;
                  }
                  server {
                    listen 127.0.0.1:%3$d;
                    location / {
                      proxy_pass http://mcp;
                      proxy_http_version 1.1;
                      proxy_set_header Connection "";
                      proxy_set_header Host $http_host;
                      proxy_buffering off;
                      proxy_read_timeout 1h;
                    }
                  }
                }
                """.formatted(data.toAbsolutePath(), upstream.getAuthority(), port);
    }
}

package dev.perigee.cli.config;

import dev.perigee.gateway.GatewaySettings;
import dev.perigee.gateway.GatewaySettings.DoorSettings;
import dev.perigee.gateway.GatewaySettings.Supervision;
import dev.perigee.gateway.config.BadServers;
import dev.perigee.gateway.config.McpServersFile;
import dev.perigee.gateway.config.UpstreamConfig;
import dev.perigee.gateway.door.DoorLimits;
import dev.perigee.http.tls.ServerTls.ClientCertificates;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.registration.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The settings of a satellite's MCP gateway. It has one when it is told of servers, of a key, or to let anybody in.
final class McpSettings {
    static final Setting<Path> SERVERS = new Setting<>(
            "mcp.servers",
            Kinds.PATH,
            null,
            "a file of MCP servers, in the mcpServers JSON that desktop clients and editors use");
    static final Setting<String> HOST =
            new Setting<>("mcp.host", Kinds.TEXT, "127.0.0.1", "the address on which AI clients come in");
    static final Setting<String> NAME = new Setting<>(
            "mcp.name",
            Kinds.TEXT,
            null,
            "the name under which AI clients elsewhere reach the door, if it is not an address");
    static final Setting<Integer> PORT = new Setting<>(
            "mcp.port", Kinds.COUNT, GatewaySettings.PORT_DEFAULT, "the port on which AI clients come in, 0 for any");
    static final Setting<String> KEY =
            new Setting<>("mcp.key", Kinds.SECRET, null, "the API key that AI clients must show as a bearer token");
    static final Setting<Boolean> ANONYMOUS = new Setting<>(
            "mcp.anonymous", Kinds.FLAG, false, "whether anybody on this machine may come in without a key");

    static final Setting<Integer> PROCESSES_MAX = new Setting<>(
            "mcp.processes-max",
            Kinds.COUNT,
            Supervision.DEFAULT.processesMax(),
            "the most processes of MCP servers that run at one time; the longest idle one makes room");
    static final Setting<Duration> IDLE_MAX = new Setting<>(
            "mcp.idle-max",
            Kinds.DURATION,
            Supervision.DEFAULT.idleMax(),
            "how long a process of an MCP server may be idle before it is ended, until the next call");

    static final Setting<Duration> SESSION_IDLE_MAX = new Setting<>(
            "mcp.session-idle-max",
            Kinds.DURATION,
            DoorLimits.DEFAULT.idleMax(),
            "how long an AI client's session may be unused before it is forgotten");
    static final Setting<Duration> SILENCE_MAX = new Setting<>(
            "mcp.silence-max",
            Kinds.DURATION,
            DoorLimits.DEFAULT.silenceMax(),
            "how long a call may be without a sign of life of its MCP server, if the server has no timeout of its own");
    static final Setting<Duration> CALL_MAX = new Setting<>(
            "mcp.call-max",
            Kinds.DURATION,
            DoorLimits.DEFAULT.turnMax(),
            "how long a call may take in all, however often its MCP server gives a sign of life");
    static final Setting<Duration> PARKED_MAX = new Setting<>(
            "mcp.parked-max",
            Kinds.DURATION,
            DoorLimits.DEFAULT.parkedMax(),
            "how long a call waits for what its AI client was asked");

    private static final TlsSettings TLS = TlsSettings.ofServer("mcp.tls", "the door for AI clients");
    private static final Setting<ClientCertificates> CLIENT_CERTIFICATES = TlsSettings.asked("mcp.tls");

    private static final List<Setting<?>> OWN = List.of(
            CLIENT_CERTIFICATES,
            SERVERS,
            HOST,
            NAME,
            PORT,
            KEY,
            ANONYMOUS,
            PROCESSES_MAX,
            IDLE_MAX,
            SESSION_IDLE_MAX,
            SILENCE_MAX,
            CALL_MAX,
            PARKED_MAX);
    static final List<Setting<?>> ALL = Stream.concat(OWN.stream(), TLS.all().stream())
            .<Setting<?>>map(setting -> setting)
            .toList();

    private McpSettings() {}

    static @Nullable GatewaySettings build(Values values) {
        Optional<Path> servers = values.find(SERVERS);
        Optional<String> key = values.find(KEY);
        boolean anonymous = values.get(ANONYMOUS);
        if (servers.isEmpty() && key.isEmpty() && !anonymous) {
            return null;
        }
        DoorSettings door = new DoorSettings(
                values.get(HOST),
                values.find(NAME).orElse(null),
                values.get(PORT),
                key.map(Digest::of).orElse(null),
                anonymous,
                TLS.server(values, CLIENT_CERTIFICATES));
        return new GatewaySettings(
                door,
                servers.map(McpSettings::read).orElse(List.of()),
                new Supervision(values.get(PROCESSES_MAX), values.get(IDLE_MAX)),
                DoorLimits.DEFAULT
                        .withIdleMax(values.get(SESSION_IDLE_MAX))
                        .withSilenceMax(values.get(SILENCE_MAX))
                        .withTurnMax(values.get(CALL_MAX))
                        .withParkedMax(values.get(PARKED_MAX)));
    }

    private static List<UpstreamConfig> read(Path file) {
        try {
            return McpServersFile.parse(Files.readAllBytes(file)).servers();
        } catch (BadServers e) {
            throw new Wrong(
                    SERVERS,
                    e.problems().stream().map(problem -> file + ": " + problem).toList());
        } catch (IOException e) {
            throw new BadValue("mcp.servers", file, "a file that can be read (" + e.getMessage() + ")");
        }
    }
}

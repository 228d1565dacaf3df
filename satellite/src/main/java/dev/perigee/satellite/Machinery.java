package dev.perigee.satellite;

import dev.perigee.gateway.Gateway;
import dev.perigee.gateway.observe.Audience;
import dev.perigee.process.ProcessTrees;
import dev.perigee.process.TreeSettings;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.satellite.command.exec.ExecHandler;
import dev.perigee.satellite.command.exec.ExecPolicy;
import dev.perigee.satellite.command.exec.ProgressFiles;
import dev.perigee.satellite.command.mcp.McpHandler;
import dev.perigee.satellite.config.ConfigFile;
import dev.perigee.satellite.config.LiveSettings;
import dev.perigee.satellite.execution.CommandRouter;
import dev.perigee.satellite.heartbeat.Crashes;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What does the work on this machine: process trees, the MCP gateway if there is one, and the handlers of commands.
record Machinery(ProcessTrees trees, @Nullable Gateway gateway, McpHandler mcp, CommandRouter router, Crashes crashes) {
    private static final Logger log = LoggerFactory.getLogger(Machinery.class);

    /// Ends first what an earlier life left running: what is started later may bear its names.
    static Machinery open(Means means, LiveSettings settings, Audience audience)
            throws IOException, InterruptedException {
        SatelliteConfig config = means.config();
        ProcessTrees trees =
                means.hold(ProcessTrees.open(instance(config.data()), settings(config), means.nanoClock()));
        int killed = trees.sweep();
        if (killed > 0) {
            log.atWarn().addKeyValue("processesKilled", killed).log("ended what an earlier life had left running");
        }
        Crashes crashes = new Crashes(audience);
        Gateway gateway = gateway(means, trees, crashes);
        ExecHandler exec = new ExecHandler(
                trees,
                () -> settings.policy(new ExecPolicy(config.exec().allow())),
                config.exec().outputMax(),
                ProgressFiles.open(means.file("progress"), means.alarm(), means.threads()));
        McpHandler mcp = new McpHandler(gateway, means.threads(), means.nanoClock());
        return new Machinery(trees, gateway, mcp, new CommandRouter(exec, mcp), crashes);
    }

    void closeGateway() {
        if (gateway != null) {
            gateway.close();
        }
    }

    private static @Nullable Gateway gateway(Means means, ProcessTrees trees, Audience audience) throws IOException {
        SatelliteConfig config = means.config();
        if (config.mcp() == null) {
            return null;
        }
        Gateway.Means wiring = new Gateway.Means(
                trees,
                means.threads(),
                means.clock(),
                means.random(),
                means.revocableAlarm(),
                means.file("mcp-servers.json"),
                config.link().drainMax(),
                audience,
                new ConfigFile(means.file(ConfigFile.NAME)).policy());
        return means.hold(Gateway.open(config.mcp(), wiring));
    }

    private static TreeSettings settings(SatelliteConfig config) {
        return new TreeSettings(
                TreeSettings.GRACE,
                TreeSettings.KILL_PATIENCE,
                Math.max(TreeSettings.TREES_MAX, config.maxConcurrent() + Gateway.SERVERS_RUNNING_MAX));
    }

    /// Names this satellite among others on the machine, the same in all its lives.
    private static String instance(Path data) {
        return Digest.of(data.toAbsolutePath().normalize().toString()).hex().substring(0, 16);
    }
}

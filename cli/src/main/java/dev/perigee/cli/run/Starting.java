package dev.perigee.cli.run;

import dev.perigee.cli.client.ServerFile;
import dev.perigee.cli.shell.CliException;
import dev.perigee.server.ServerConfig;
import java.io.IOException;
import java.net.BindException;

/// Starts a control plane on its directory and leaves `server.json` there for clients.
final class Starting {
    private Starting() {}

    static Deployables.Server server(Deployables deployables, ServerConfig config) {
        Deployables.Server server;
        try {
            server = deployables.start(config);
        } catch (RuntimeException e) {
            throw explained(e, config);
        }
        try {
            ServerFile.write(config.data(), server.url());
            return server;
        } catch (IOException e) {
            server.close();
            throw new CliException(
                    "data directory \"" + config.data() + "\": expected one that can be written to: " + e);
        }
    }

    private static RuntimeException explained(RuntimeException e, ServerConfig config) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return new CliException("port \"" + config.port() + "\" on " + config.host()
                        + ": expected a free port, but " + cause.getMessage() + "; choose another, or 0 for any");
            }
        }
        return e;
    }
}

package dev.perigee.cli.run;

import dev.perigee.cli.client.ServerFile;
import dev.perigee.cli.shell.CliException;
import dev.perigee.server.ServerConfig;
import java.io.IOException;

/// Starts a control plane on its directory and leaves `server.json` there for clients.
final class Starting {
    private Starting() {}

    static Deployables.Server server(Deployables deployables, ServerConfig config) {
        Deployables.Server server = deployables.start(config);
        try {
            ServerFile.write(config.storage().data(), server.url());
            return server;
        } catch (IOException e) {
            server.close();
            throw new CliException(
                    "data directory \"" + config.storage().data() + "\": expected one that can be written to: " + e);
        }
    }
}

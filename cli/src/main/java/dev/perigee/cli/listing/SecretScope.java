package dev.perigee.cli.listing;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.config.ConfigScope;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// For whom a secret is: everybody, unless it is said otherwise.
final class SecretScope {
    @Option(names = "--team", paramLabel = "TEAM", description = "For this team's satellites only.")
    private @Nullable String team;

    @Option(names = "--satellite", paramLabel = "ID", description = "For this satellite only.")
    private @Nullable String satellite;

    ConfigScope scope() {
        if (team != null && satellite != null) {
            throw new BadValue("--satellite", satellite, "only one of --team and --satellite");
        }
        if (team != null) {
            return new ConfigScope.Team(new TeamName(team));
        }
        return satellite == null ? new ConfigScope.Global() : new ConfigScope.One(new SatelliteId(satellite));
    }
}

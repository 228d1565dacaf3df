package dev.perigee.cli.listing;

import dev.perigee.cli.client.Configs;
import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.Shell;
import dev.perigee.cli.shell.Table;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.config.ConfigView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `perigee config effective`.
@Command(name = "effective", description = "Show what a satellite is to have, and from which layer each part is.")
public final class ConfigEffectiveCommand extends ListingCommand<ConfigView.Effective> {
    @Parameters(index = "0", paramLabel = "SATELLITE", description = "Which one.")
    private String satellite = "";

    public ConfigEffectiveCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<ConfigView.Effective> ask(ControlPlane controlPlane) throws InterruptedException {
        return new Configs(controlPlane).effective(new SatelliteId(satellite));
    }

    @Override
    void print(ConfigView.Effective answer) {
        shell.streams().out().println(answer.document().text());
        Table table = new Table("PATH", "FROM");
        answer.origins().forEach((path, layer) -> table.row(path, layer.text()));
        table.print(shell.streams().out());
        answer.mistakes().forEach(mistake -> shell.streams().out().println("wrong: " + mistake));
    }
}

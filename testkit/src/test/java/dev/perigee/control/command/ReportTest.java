package dev.perigee.control.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.TestPlane;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.delivery.Receipt;
import dev.perigee.protocol.delivery.Report;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Result COMPLETED = new Result.Completed(0, Output.of("done"), Output.EMPTY, 1);
    private static final Result OTHER = new Result.Interrupted("stopped", Output.EMPTY, Output.EMPTY);
    private static final Receipt NOTHING_SPECIAL = new Receipt(List.of(), List.of());

    private final TestPlane plane = new TestPlane();
    private final CommandId command = plane.submit().id();

    @Test
    void anAcknowledgementIsTakenIn() {
        assertThat(report(new Report(List.of(command), List.of()))).isEqualTo(NOTHING_SPECIAL);
        assertThat(plane.state(command)).isEqualTo(CommandState.ACKNOWLEDGED);
    }

    @Test
    void aResultIsRecordedOnceHoweverOftenItIsReported() {
        assertThat(report(ended(COMPLETED))).isEqualTo(NOTHING_SPECIAL);
        CommandStatus first = plane.desk().find(command).status();

        assertThat(report(ended(COMPLETED))).isEqualTo(NOTHING_SPECIAL);

        assertThat(plane.desk().find(command).status()).isEqualTo(first);
        assertThat(first.result()).contains(COMPLETED);
    }

    @Test
    void theResultCountsWhereBothAreReported() {
        report(new Report(List.of(command), List.of(new Report.Ended(command, COMPLETED))));

        assertThat(plane.state(command)).isEqualTo(CommandState.COMPLETED);
    }

    @Test
    void anotherResultAfterTheEndIsLateAndChangesNothing() {
        report(ended(COMPLETED));

        Receipt receipt = report(ended(OTHER));

        assertThat(receipt).isEqualTo(new Receipt(List.of(), List.of(command)));
        assertThat(plane.desk().find(command).status().result()).contains(COMPLETED);
    }

    @Test
    void whatIsNotThereIsUnknown() {
        CommandId nothing = CommandId.create(0, new SplittableRandom(2));

        Receipt receipt = report(new Report(List.of(nothing), List.of(new Report.Ended(command, COMPLETED))));

        assertThat(receipt).isEqualTo(new Receipt(List.of(nothing), List.of()));
        assertThat(plane.state(command)).isEqualTo(CommandState.COMPLETED);
    }

    @Test
    void anotherSatellitesCommandIsUnknownAndStaysAsItIs() {
        Receipt receipt = plane.reports().take(TestPlane.OTHER_SATELLITE, ended(COMPLETED));

        assertThat(receipt).isEqualTo(new Receipt(List.of(command), List.of()));
        assertThat(plane.state(command)).isEqualTo(CommandState.QUEUED);
    }

    private Receipt report(Report report) {
        return plane.reports().take(TestPlane.SATELLITE, report);
    }

    private Report ended(Result result) {
        return new Report(List.of(), List.of(new Report.Ended(command, result)));
    }
}

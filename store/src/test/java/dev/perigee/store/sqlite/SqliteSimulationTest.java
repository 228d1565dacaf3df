package dev.perigee.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.perigee.testkit.simulation.Simulation;
import dev.perigee.testkit.simulation.SimulationFailure;
import dev.perigee.testkit.simulation.Stage;
import dev.perigee.testkit.simulation.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The simulation on the real SQLite stores: `-DsqliteSeeds=N` runs N seeds instead of a few, `-Dseed=S` that one with
/// its whole trace.
class SqliteSimulationTest {
    private static final long SEEDS_DEFAULT = 20;
    private static final long DEFECT_SEEDS_MAX = 40;

    @TempDir
    private Path directory;

    @Test
    void nothingIsLostRepeatedOrForgottenWhateverTheDatabaseMeetsWith() {
        Optional<Long> one = property("seed");
        LongStream seeds = one.map(LongStream::of)
                .orElseGet(
                        () -> LongStream.rangeClosed(1, property("sqliteSeeds").orElse(SEEDS_DEFAULT))
                                .parallel());
        Consumer<String> trace = one.isPresent() ? System.out::println : _ -> {};

        assertThat(seeds.map(seed -> run(seed, DiskDefect.NONE, trace).runs()).sum())
                .isPositive();
    }

    @Test
    void theSameSeedIsTheSameRun() {
        assertThat(run(5, DiskDefect.NONE, _ -> {})).isEqualTo(run(5, DiskDefect.NONE, _ -> {}));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void eachDefectOfTheDiskBreaksAnInvariantWithinSomeSeeds(DiskDefect defect) {
        SimulationFailure failure = LongStream.rangeClosed(1, DEFECT_SEEDS_MAX)
                .mapToObj(seed -> failure(seed, defect))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> fail(defect + " was not found within " + DEFECT_SEEDS_MAX + " seeds"));

        assertThat(failure).cause().isInstanceOf(Violation.class);
        assertThat(failure).hasMessageContaining("-Dtest=SqliteSimulationTest");
    }

    private Optional<SimulationFailure> failure(long seed, DiskDefect defect) {
        try {
            run(seed, defect, _ -> {});
            return Optional.empty();
        } catch (SimulationFailure e) {
            return Optional.of(e);
        }
    }

    private Simulation.Outcome run(long seed, DiskDefect defect, Consumer<String> trace) {
        Stage stage = new Stage(
                (next, random) -> new SimulatedDatabase(fresh(), defect, next, random),
                "store",
                "SqliteSimulationTest");
        return Simulation.run(seed, stage, trace);
    }

    private Path fresh() {
        try {
            return Files.createTempDirectory(directory, "run");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Optional<Long> property(String name) {
        return Optional.ofNullable(System.getProperty(name))
                .filter(text -> text.matches("\\d+"))
                .map(Long::valueOf);
    }
}

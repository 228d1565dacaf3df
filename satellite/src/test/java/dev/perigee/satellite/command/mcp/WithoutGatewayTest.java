package dev.perigee.satellite.command.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.command.FailureCode;
import dev.perigee.protocol.command.InstallationEvent;
import dev.perigee.protocol.command.McpCommand;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.command.StreamName;
import dev.perigee.satellite.command.Handling;
import dev.perigee.satellite.command.Progress;
import dev.perigee.satellite.config.Refresh;
import dev.perigee.satellite.config.ServersChange;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WithoutGatewayTest {
    private static final Progress NOBODY = new Progress() {
        @Override
        public void reached(@Nullable Integer percent, String note) {}

        @Override
        public void wrote(StreamName stream, long offset, ByteBuffer bytes) {}
    };

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final McpHandler handler = new McpHandler(null, threads, () -> 0);
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void close() {
        threads.close();
    }

    @ParameterizedTest
    @EnumSource
    void anEventThatIsAboutTheConfigurationHasItAskedForAlsoWhenItNamesAServer(InstallationEvent event)
            throws Exception {
        handler.refreshWith(() -> {
            asked.incrementAndGet();
            return new Refresh.Outcome.Has(3, new ServersChange(List.of(), List.of(), List.of("gone"), List.of()));
        });
        Result result = result(event, "gone");
        if (event.refreshes()) {
            assertThat(asked).hasValue(1);
            assertThat(output(result)).contains("gone");
        } else {
            assertThat(asked).hasValue(0);
            assertThat(result)
                    .isInstanceOfSatisfying(
                            Result.Failed.class,
                            failed -> assertThat(failed.code()).isEqualTo(FailureCode.NO_GATEWAY));
        }
    }

    @Test
    void aConfigurationThatWasNotTakenIsSaidWithItsReason() throws Exception {
        handler.refreshWith(() -> new Refresh.Outcome.Refused(3, "this satellite has no MCP gateway"));
        assertThat(result(InstallationEvent.MCP_INSTALLATION_CREATED, null))
                .isInstanceOfSatisfying(
                        Result.Failed.class,
                        failed -> assertThat(failed.toString()).contains("no MCP gateway"));
    }

    @Test
    void recoveringAllOfNoServersIsDoneAndSoIsHavingNone() throws Exception {
        assertThat(output(result(InstallationEvent.MCP_RECOVERY, null))).contains("servers");
        assertThat(output(result(new McpCommand.Configure(Map.of())))).contains("removed");
    }

    @Test
    void whatConcernsAServerIsRefused() throws Exception {
        assertThat(result(new McpCommand.Restart("files")))
                .isInstanceOfSatisfying(
                        Result.Failed.class,
                        failed -> assertThat(failed.toString()).contains("restart", "no MCP gateway", "mcp.servers"));
    }

    private Result result(InstallationEvent event, @Nullable String server) throws InterruptedException {
        return result(new McpCommand.Configure(null, event, server));
    }

    private Result result(McpCommand command) throws InterruptedException {
        return switch (handler.handle(command)) {
            case Handling.Answer(Result result) -> result;
            case Handling.Work(Handling.Job job, var _) -> job.run(NOBODY);
        };
    }

    private static String output(Result result) {
        assertThat(result).isInstanceOf(Result.Completed.class);
        return new String(((Result.Completed) result).stdout().bytes(), StandardCharsets.UTF_8);
    }
}

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.perigee.process.ProcessTrees;
import dev.perigee.process.ResourceSupport;
import dev.perigee.process.TreeSettings;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Runs test classes of `dev.perigee.process` and prints a line for each test; ends with 1 when one did not pass,
/// when none ran, or when the host enforces not all limits.
final class RunTests implements TestExecutionListener {
    private int passed;
    private int failed;

    public static void main(String[] classes) {
        boolean enforced = enforced();
        RunTests listener = new RunTests();
        Launcher launcher = LauncherFactory.create();
        launcher.execute(
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(Stream.of(classes)
                                .map(name -> selectClass("dev.perigee.process." + name))
                                .toList())
                        .build(),
                listener);
        System.out.println("uml: " + listener.passed + " passed, " + listener.failed + " failed");
        System.exit(enforced && listener.failed == 0 && listener.passed > 0 ? 0 : 1);
    }

    /// Whether all limits are: where they are not, the tests only say so and pass.
    private static boolean enforced() {
        try (ProcessTrees trees = ProcessTrees.open("uml", TreeSettings.defaults(), System::nanoTime)) {
            ResourceSupport support = trees.resourceSupport();
            support.findings().forEach(finding -> System.out.println("uml: " + finding));
            return support.missing().isEmpty();
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        boolean good = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
        if (test.isTest() || !good) {
            System.out.println("uml: " + (good ? "passed  " : "FAILED  ")
                    + test.getParentId().orElse("").replaceAll(".*[.:]|\\]$", "") + " " + test.getDisplayName());
            passed += good ? 1 : 0;
            failed += good ? 0 : 1;
        }
        result.getThrowable().ifPresent(problem -> problem.printStackTrace(System.out));
    }

    @Override
    public void executionSkipped(TestIdentifier test, String why) {
        System.out.println("uml: skipped " + test.getDisplayName() + ": " + why);
    }
}

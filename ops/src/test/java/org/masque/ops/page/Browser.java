package org.masque.ops.page;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.awaitility.core.ConditionTimeoutException;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium without a window and without a network but this machine, and what a test asks of it again and again. */
final class Browser implements Closeable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    // Long for a busy machine; nothing waits for it in vain.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String SHOWN = "location.href + '\\n' + document.body.innerText.slice(0, 2000)";

    private final ChromeDriver driver;

    private Browser(Path profile) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                "--user-data-dir=" + profile,
                "--window-size=1440,1000");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .usingAnyFreePort()
                        .build(),
                options);
        driver.manage().timeouts().scriptTimeout(PATIENCE).pageLoadTimeout(PATIENCE);
    }

    /** Skips the tests where it is not installed. */
    static void assumeInstalled() {
        assumeTrue(
                Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
                "chromium and chromium-driver are not installed");
    }

    /** Opens it with a profile of its own. */
    static Browser open(Path profile) {
        return new Browser(profile);
    }

    void go(String address) {
        driver.get(address);
    }

    /** Waits until an expression of the page is true; if it never is, what the page shows then is in the failure. */
    void awaits(String expression) {
        try {
            await(expression)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> Boolean.TRUE.equals(driver.executeScript("return Boolean(" + expression + ")")));
        } catch (ConditionTimeoutException never) {
            throw new AssertionError(
                    "never: " + expression + "\n" + text(SHOWN) + "\n" + String.join("\n", complaints()), never);
        }
    }

    /** Runs statements in the page. */
    void run(String statements) {
        driver.executeScript(statements);
    }

    String text(String expression) {
        return String.valueOf(driver.executeScript("return String(" + expression + ")"));
    }

    double number(String expression) {
        Object value = driver.executeScript("return Number(" + expression + ")");
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    void click(String selector) {
        find(selector).click();
    }

    void type(String selector, CharSequence... keys) {
        find(selector).sendKeys(keys);
    }

    private WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    /** Presses keys where the focus is. */
    void press(CharSequence... keys) {
        Objects.requireNonNull(driver.switchTo().activeElement()).sendKeys(keys);
    }

    void resize(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Gives the page the whole window again. */
    void unsize() {
        driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    /** What the page complained of since this was asked last. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::toString)
                .toList();
    }

    /** The addresses that this page has asked for. */
    List<String> requests() {
        return text("performance.getEntriesByType('resource').map(entry => entry.name).join('\\n')")
                .lines()
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}

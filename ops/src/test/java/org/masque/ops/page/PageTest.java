package org.masque.ops.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.masque.ops.daemon.ServedRuns.ENDED;
import static org.masque.ops.daemon.ServedRuns.LIVE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.masque.ops.archive.LossKind;
import org.masque.ops.daemon.ServedRuns;
import org.openqa.selenium.Keys;

/**
 * The page in Chromium, as {@code masque serve} gives it, over real runs. After each test nothing was complained of,
 * and nobody but the server was asked; names cannot be resolved in this browser, so the page works without a network.
 */
@Tag("slow")
@Tag("process")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PageTest {
    private static final List<String> CHARTS =
            List.of("loss", "accuracy", "throughput", "waits", "rate", "age", "time", "gradient");
    private static final String SAMPLES = "document.getElementById('samples')";
    private static final String STATUS = "document.getElementById('status').textContent";
    private static final String NOTES = "document.getElementById('notes').textContent";

    @TempDir
    static Path folder;

    private static Browser browser;
    private static ServedRuns served;
    private static String url;

    @BeforeAll
    static void start() throws IOException {
        Browser.assumeInstalled();
        served = ServedRuns.start(folder);
        url = served.url();
        browser = Browser.open(folder.resolve("profile"));
        browser.go(url);
        giveToken();
    }

    private static void giveToken() throws IOException {
        browser.awaits("document.getElementById('token-dialog').open");
        browser.type("#token-value", served.token(), Keys.ENTER);
        browser.awaits("!document.getElementById('token-dialog').open");
        browser.awaits("document.querySelectorAll('#runs li').length === 2");
        // The server refused whoever had no token, and Chromium says so.
        assertThat(browser.complaints()).isNotEmpty().allMatch(said -> said.contains("401"));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (served != null) {
            served.close();
        }
    }

    @AfterEach
    void theLiveRunWaits() throws IOException {
        served.hold();
    }

    @AfterEach
    void nothingWasComplainedOfAndNobodyElseAsked() {
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.requests()).isNotEmpty().allMatch(address -> address.startsWith(url + "/"));
    }

    // Another question than before, so that the browser loads the page anew.
    private static void open(String run, String more) {
        browser.go(url + "/?" + System.nanoTime() + "#run=" + run + more);
        browser.awaits("document.getElementById('plot-loss').dataset.points > 0");
        browser.awaits("document.getElementById('main').getAttribute('aria-busy') === 'false'");
        browser.awaits("document.getElementById('name').textContent === '" + run + "'");
    }

    /**
     * How many pixels of a chart have a colour of the page, for instance {@code run-1}, which is that of the open run.
     */
    private static String coloured(String chart, String colour) {
        return """
                ((canvas, colour) => {
                  const [r, g, b] = [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16));
                  const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                  let pixels = 0;
                  for (let i = 0; i < data.length; i += 4) {
                    const away = Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b);
                    pixels += data[i + 3] > 128 && away < 30 ? 1 : 0;
                  }
                  return pixels;
                })(document.querySelector('#plot-%s canvas'),
                   getComputedStyle(document.documentElement).getPropertyValue('--%s').trim())""".formatted(chart, colour);
    }

    // --- a run that ended

    @Test
    void aRunThatEndedShowsItsChartsAccuraciesAndEvents() {
        open(ENDED, "");

        for (String chart : CHARTS) {
            browser.awaits("document.getElementById('plot-" + chart + "').dataset.points > 0");
            String colour =
                    Map.of("waits", "part-masks", "time", "part-forward").getOrDefault(chart, "run-1");
            assertThat(browser.number(coloured(chart, colour))).as(chart).isGreaterThan(20);
        }
        assertThat(browser.text(STATUS)).isEqualTo("finished");
        assertThat(browser.text("document.getElementById('pace').textContent"))
                .contains("step " + ServedRuns.STEPS + " of " + ServedRuns.STEPS);
        assertThat(browser.text("document.getElementById('tiles').textContent"))
                .containsPattern("Smoothed loss\\d\\.\\d+last step \\d\\.\\d+")
                .containsPattern("Linear\\d+\\.\\d %class token, untrained \\d+\\.\\d %")
                .containsPattern("k-NN\\d+\\.\\d %class token, untrained \\d+\\.\\d %");
        assertThat(browser.text("document.getElementById('events').textContent"))
                .contains("checkpoint written", "features evaluated", "maps made in", "finished");
        assertThat(browser.text("document.getElementById('about').textContent")).contains("attention", "Checkpoints");
    }

    @Test
    void whereAStepGoesIsDrawnInPartsThatFillIt() {
        open(ENDED, "");

        assertThat(browser.text("document.getElementById('plot-time').getAttribute('aria-label')"))
                .contains("forward", "backward", "reduce", "update", "for data", "for masks", "rest");
        assertThat(browser.number("document.querySelectorAll('#diagram .part-rest').length"))
                .isEqualTo(2);
    }

    @Test
    void nobodyIsAtWorkInARunThatEndedEvenIfItsLastSnapshotSaysSo() throws IOException {
        Path snapshot = folder.resolve("home").resolve("runs").resolve(ENDED).resolve("actors.json");
        String atTheEnd = Files.readString(snapshot);
        try {
            // As a kill leaves it.
            Files.writeString(
                    snapshot, atTheEnd.replace("\"ended\"", "\"working\"").replace("\"finished\"", "\"training\""));
            open(ENDED, "");

            browser.awaits(
                    "document.getElementById('actors-time').textContent.startsWith('finished, nobody is at work')");
            assertThat(browser.number("document.querySelectorAll('#diagram .node.working').length"))
                    .isZero();
            assertThat(browser.number("document.querySelectorAll('#diagram .node.ended').length"))
                    .isEqualTo(9);
        } finally {
            Files.writeString(snapshot, atTheEnd);
        }
    }

    @Test
    void arrowKeysGoThroughThePicturesOfTheSameImages() {
        open(ENDED, "");
        browser.awaits(SAMPLES + ".dataset.step === '16'");
        assertThat(browser.text("document.getElementById('at').textContent")).startsWith("step 16, epoch 4.00 (");
        String last = picture();

        browser.press(Keys.ARROW_LEFT);
        // Which step that is depends on how fast the painter was: pictures that come due meanwhile are left out.
        browser.awaits(SAMPLES + ".dataset.step !== '16'");
        String before = picture();
        browser.press(Keys.ARROW_RIGHT);
        browser.awaits(SAMPLES + ".dataset.step === '16'");

        assertThat(before).isNotEqualTo(last);
        assertThat(picture()).isEqualTo(last);
        assertThat(browser.number("document.querySelectorAll('.sample').length"))
                .isEqualTo(2);
    }

    private static String picture() {
        return browser.text("document.querySelector('.sample canvas').toDataURL()");
    }

    @Test
    void thePicturesArePlayedFromTheFirstToTheLast() {
        open(ENDED, "");
        browser.awaits(SAMPLES + ".dataset.step === '16'");
        browser.run("window.played = [];"
                + " new MutationObserver(() => played.push(" + SAMPLES + ".dataset.step))"
                + ".observe(" + SAMPLES + ", { attributeFilter: ['data-step'] })");

        browser.press(" ");

        browser.awaits("played.at(-1) === '16'");
        // A busy machine may draw two before the observer hears of the first.
        assertThat(browser.text("played.join()")).matches("4(,8)?(,12)?,16");
        browser.awaits("document.getElementById('play').getAttribute('aria-pressed') === 'false'");
    }

    // --- a run that goes on

    @Test
    void stepsActorsAndQueuesOfALiveRunArriveByThemselves() {
        served.awaitLive();
        open(LIVE, "");
        String last = "+document.getElementById('pace').textContent.replaceAll(/\\D* of .*|\\D/g, '')";
        double step = browser.number(last);
        double points = browser.number("document.getElementById('plot-loss').dataset.points");
        browser.run("window.sameDocument = true");

        browser.awaits(last + " > " + step);
        browser.awaits("document.getElementById('plot-loss').dataset.points > " + points);
        browser.awaits("document.querySelector('[data-actor=worker]').classList.contains('working')");
        browser.awaits("document.querySelectorAll('#diagram .queue rect').length === 4");
        assertThat(browser.text("document.getElementById('actors-time').textContent"))
                .startsWith("training");
        assertThat(browser.text("window.sameDocument")).isEqualTo("true");
    }

    @Test
    void aRunIsHeldByTheButtonAndGoesOnByTheKeyAndThePageShowsTheAnswers() throws IOException {
        served.awaitLive();
        open(LIVE, "");
        browser.awaits("!document.querySelector('[data-action=pause]').hidden");

        browser.click("[data-action=pause]");
        browser.awaits(NOTES + ".includes('paused after step')");
        browser.awaits(STATUS + " === 'paused'");
        assertThat(served.status()).isEqualTo("paused");
        browser.awaits("!document.querySelector('[data-action=resume]').disabled");
        browser.press("r");
        browser.awaits(NOTES + ".includes('goes on after step')");
        browser.awaits(STATUS + " === 'running'");

        assertThat(served.asked())
                .anyMatch(line -> line.contains("/api/runs/live/pause") && line.contains("\"done\""))
                .anyMatch(line -> line.contains("/api/runs/live/resume") && line.contains("\"done\""));
    }

    // The last one: whoever wants the live run again waits for another process.
    @Test
    @Order(Integer.MAX_VALUE)
    void aRunIsAbandonedOnlyByWhoSaysSoTwice() throws IOException {
        served.awaitLive();
        open(LIVE, "");
        browser.awaits("!document.querySelector('[data-action=abandon]').hidden");

        browser.click("[data-action=abandon]");
        browser.awaits("document.getElementById('ask').open");
        assertThat(browser.text("document.getElementById('ask').textContent"))
                .contains("Abandon live?", "since the last checkpoint is lost");
        browser.press(Keys.ENTER);
        browser.awaits("!document.getElementById('ask').open");
        assertThat(served.asked()).noneMatch(line -> line.contains("/api/runs/live/abandon"));

        browser.click("[data-action=abandon]");
        browser.awaits("document.getElementById('ask').open");
        browser.click("#ask-yes");
        browser.awaits(NOTES + ".includes('ended: stopped')");
        browser.awaits(STATUS + " === 'stopped'");
        assertThat(served.status()).isEqualTo("stopped");
    }

    // --- how it looks

    @Test
    void aSecondRunIsLaidOverTheOpenOneInAColourOfItsOwn() {
        served.awaitLive();
        open(ENDED, "");
        assertThat(browser.number(coloured("rate", "run-2"))).isLessThan(5);

        browser.click("[aria-label='Lay live over the open run']");

        browser.awaits("document.querySelectorAll('#legend li').length === 2");
        browser.awaits(coloured("rate", "run-2") + " > 20");
        assertThat(browser.number(coloured("loss", "run-1"))).isPositive();
        assertThat(browser.text("location.hash")).contains("with=" + LIVE);
    }

    @Test
    void lossesOfOtherMasksCarryTheWarningOfTheComparison() {
        served.awaitLive();
        open(ENDED, "");
        assertThat(browser.text("document.getElementById('other-losses').hidden"))
                .isEqualTo("true");

        browser.click("[aria-label='Lay live over the open run']");

        browser.awaits("!document.getElementById('other-losses').hidden");
        assertThat(browser.text("document.getElementById('other-losses').textContent"))
                .isEqualTo(LossKind.WARNING);
    }

    @Test
    void allTextIsReadableInLightAndInDarkAndTheChoiceStays() {
        open(ENDED, "");
        theme("light");
        assertThat(browser.text(FAINT_TEXT)).isEmpty();
        String light = browser.text("getComputedStyle(document.body).backgroundColor");

        theme("dark");
        assertThat(browser.text("getComputedStyle(document.body).backgroundColor"))
                .isNotEqualTo(light);
        assertThat(browser.text(FAINT_TEXT)).isEmpty();
        assertThat(browser.number(coloured("loss", "run-1"))).isGreaterThan(20);

        open(ENDED, "");
        assertThat(browser.text("document.documentElement.dataset.theme")).isEqualTo("dark");
        theme("light");
    }

    private static void theme(String theme) {
        for (int i = 0;
                i < 3 && !browser.text("document.documentElement.dataset.theme").equals(theme);
                i++) {
            browser.press("t");
        }
        assertThat(browser.text("document.documentElement.dataset.theme")).isEqualTo(theme);
    }

    /** Text whose contrast is below what WCAG 2.2 wants of small text, 4.5. */
    private static final String FAINT_TEXT = """
            (() => {
              const parts = colour => colour.match(/[\\d.]+/g).map(Number);
              const light = colour => {
                const [r, g, b] = parts(colour).map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const opaque = colour => parts(colour).length === 3 || parts(colour)[3] > 0.99;
              const behind = element => {
                for (let at = element; at; at = at.parentElement) {
                  const colour = getComputedStyle(at).backgroundColor;
                  if (opaque(colour)) return colour;
                }
                return 'rgb(255, 255, 255)';
              };
              const faint = [];
              document.querySelectorAll('body *').forEach(element => {
                const own = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim() !== '');
                if (!own || !element.checkVisibility() || element.closest('svg, noscript, :disabled')) return;
                const [a, b] = [light(getComputedStyle(element).color), light(behind(element))];
                const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                if (contrast < 4.5) faint.push(element.tagName + '.' + element.className + ' ' + element.textContent + ' ' + contrast.toFixed(2));
              });
              return faint.join('; ');
            })()""";

    @Test
    void aNarrowScreenHasNothingBesideIt() {
        try {
            browser.resize(390, 844);
            open(ENDED, "");
            browser.awaits(SAMPLES + ".dataset.step === '16'");

            assertThat(browser.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
            assertThat(browser.text("getComputedStyle(document.getElementById('token')).display"))
                    .isNotEqualTo("none");
        } finally {
            browser.unsize();
        }
    }

    @Test
    void everythingIsReachedByKeys() {
        served.awaitLive();
        open(LIVE, "");
        browser.press(Keys.TAB);
        assertThat(browser.text("document.activeElement.id")).isEqualTo("skip");
        browser.press("?");
        browser.awaits("document.getElementById('help').open");
        browser.press(Keys.ESCAPE);
        browser.awaits("!document.getElementById('help').open");

        browser.press("j");
        browser.awaits("document.getElementById('name').textContent === '" + ENDED + "'");
        browser.press("k");
        browser.awaits("document.getElementById('name').textContent === '" + LIVE + "'");
        browser.press("x");
        browser.awaits("location.hash.includes('with=" + ENDED + "')");
        browser.press("e");
        browser.awaits("location.hash.includes('along=epoch')");
        browser.press("l");
        browser.awaits("document.getElementById('logarithm').checked");
    }
}

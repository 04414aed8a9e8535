//! Figures as SVG and PNG.

use std::path::Path;

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::{FontStyle, register_font};

use super::failure::Failure;
use super::figure::{Figure, Panel, decades, power_name};

/// Of every text; the SVG names it, the PNG draws it.
const FONT: &str = "sans-serif";

/// Colours that people who see few colours tell apart (Okabe and Ito); marks differ, too.
const COLOURS: [RGBColor; 4] =
    [RGBColor(0, 114, 178), RGBColor(213, 94, 0), RGBColor(0, 158, 115), RGBColor(100, 100, 100)];

const PANEL_WIDTH: u32 = 560;
const PANEL_HEIGHT: u32 = 420;
const TITLE_HEIGHT: u32 = 64;
/// Decades left free beside the first and the last size, so that no mark hides a label.
const EDGE: f64 = 0.08;
/// Pixels of a PNG for each of an SVG.
const SCALE: u32 = 2;

/// Draws a figure to `folder` in both formats.
pub(crate) fn draw(figure: &Figure, folder: &Path) -> Result<(), Failure> {
    register_font(FONT, FontStyle::Normal, epaint_default_fonts::UBUNTU_LIGHT)
        .map_err(|_| Failure::new("the font of the plots cannot be read"))?;
    let columns = figure.columns.min(figure.panels.len()).max(1);
    let rows = figure.panels.len().div_ceil(columns);
    let size = |scale: u32| {
        let width = PANEL_WIDTH * columns as u32;
        let height = PANEL_HEIGHT * rows as u32 + TITLE_HEIGHT;
        (width * scale, height * scale)
    };
    let svg = folder.join(format!("{}.svg", figure.name));
    let root = SVGBackend::new(&svg, size(1)).into_drawing_area();
    Canvas { root, scale: 1, grid: (rows, columns) }.figure(figure, &svg)?;
    let png = folder.join(format!("{}.png", figure.name));
    let root = BitMapBackend::new(&png, size(SCALE)).into_drawing_area();
    Canvas { root, scale: SCALE, grid: (rows, columns) }.figure(figure, &png)
}

/// Where a figure is drawn.
struct Canvas<B: DrawingBackend> {
    root: DrawingArea<B, Shift>,
    /// Pixels for each that is meant.
    scale: u32,
    /// Rows and columns of panels.
    grid: (usize, usize),
}

/// What may go wrong while something is drawn.
type Drawn<B> = Result<(), DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>>;

impl<B: DrawingBackend> Canvas<B> {
    fn figure(&self, figure: &Figure, file: &Path) -> Result<(), Failure> {
        let failed = |error: DrawingAreaErrorKind<B::ErrorType>| {
            Failure::new(format!("{}: {error}", file.display()))
        };
        self.root.fill(&WHITE).map_err(failed)?;
        let page = self.root.margin(self.pixels(14), 0, 0, 0);
        let panels = page.titled(&figure.title, self.font(22)).map_err(failed)?;
        for (panel, area) in figure.panels.iter().zip(panels.split_evenly(self.grid)) {
            self.panel(panel, &area).map_err(failed)?;
        }
        self.root.present().map_err(failed)
    }

    fn panel(&self, panel: &Panel, area: &DrawingArea<B, Shift>) -> Drawn<B> {
        let points = || panel.curves.iter().flat_map(|curve| &curve.points);
        let reports = decades(points().map(|(x, _)| *x));
        let values = panel.range.or_else(|| decades(points().map(|(_, y)| *y)));
        let (Some((first, last)), Some((low, high))) = (reports, values) else { return Ok(()) };
        // Log axes are plain axes of powers of ten. Above the highest value stands the legend.
        let most = points().map(|(_, y)| *y).fold(0.0, f64::max);
        let upright =
            if panel.is_log { f64::from(low)..f64::from(high) + 1.0 } else { 0.0..most * 1.6 };
        let scale = |y: f64| if panel.is_log { y.log10() } else { y };
        let mut chart = ChartBuilder::on(area)
            .caption(&panel.title, self.font(19))
            .margin(self.pixels(12))
            .x_label_area_size(self.pixels(46))
            .y_label_area_size(self.pixels(56))
            .build_cartesian_2d(f64::from(first) - EDGE..f64::from(last) + EDGE, upright)?;
        let name = |y: &f64| if panel.is_log { power_name(*y) } else { format!("{y:.1}") };
        let decades = |from: i32, to: i32| usize::try_from(to - from).unwrap_or(1) + 1;
        chart
            .configure_mesh()
            .x_labels(decades(first, last))
            .y_labels(if panel.is_log { decades(low, high + 1) } else { 6 })
            .x_label_formatter(&|x| power_name(*x))
            .y_label_formatter(&name)
            .max_light_lines(1)
            .bold_line_style(RGBColor(205, 205, 205))
            .light_line_style(RGBColor(255, 255, 255))
            .label_style(self.font(16))
            .x_desc("reports")
            .axis_desc_style(self.font(16))
            .draw()?;
        for curve in &panel.curves {
            let style = curve.style % COLOURS.len();
            let colour = COLOURS.get(style).copied().unwrap_or(BLACK);
            let pen = colour.mix(0.6).stroke_width(2 * self.scale);
            let line = curve.line().into_iter().map(|(x, y)| (x.log10(), scale(y)));
            let mark = self.mark(style);
            let mark = || Polygon::new(mark.clone(), colour.filled());
            chart.draw_series(LineSeries::new(line, pen))?;
            let points = curve.points.iter().map(|(x, y)| (x.log10(), scale(*y)));
            let marks = points.map(|point| EmptyElement::at(point) + mark());
            let length = self.pixels(26);
            let centred: Vec<(i32, i32)> =
                self.mark(style).into_iter().map(|(x, y)| (x + length / 2, y)).collect();
            chart.draw_series(marks)?.label(&curve.label).legend(move |at| {
                EmptyElement::at(at)
                    + PathElement::new(vec![(0, 0), (length, 0)], pen)
                    + Polygon::new(centred.clone(), colour.filled())
            });
        }
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::UpperLeft)
            .margin(self.pixels(8))
            .legend_area_size(self.pixels(34))
            .label_font(self.font(16))
            .background_style(TRANSPARENT)
            .border_style(TRANSPARENT)
            .draw()
    }
    /// The outline of a mark around 0, in pixels: a disc, a triangle, a square or a diamond.
    fn mark(&self, style: usize) -> Vec<(i32, i32)> {
        let (corners, turn, radius) = match style {
            0 => (20, 0.0, 5.0),
            1 => (3, -0.25, 6.5),
            2 => (4, 0.125, 6.0),
            _ => (4, 0.0, 6.5),
        };
        let radius = radius * f64::from(self.scale);
        let corner = |at: u32| {
            let angle = (f64::from(at) / f64::from(corners) + turn) * std::f64::consts::TAU;
            ((angle.cos() * radius).round() as i32, (angle.sin() * radius).round() as i32)
        };
        (0..corners).map(corner).collect()
    }

    fn pixels(&self, meant: u32) -> i32 {
        (meant * self.scale) as i32
    }

    fn font(&self, size: u32) -> TextStyle<'static> {
        (FONT, size * self.scale).into_font().color(&BLACK)
    }
}

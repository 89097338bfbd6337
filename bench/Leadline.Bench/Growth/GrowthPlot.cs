using System.Globalization;
using System.Text;

namespace Leadline.Bench.Growth;

/// <summary>Lines of shares over sizes, the sizes on a logarithmic axis, as SVG.</summary>
internal static class GrowthPlot
{
    private const double Width = 720;
    private const double Height = 400;
    private const double Left = 60;
    private const double Right = 150;
    private const double Top = 20;
    private const double Bottom = 50;

    private static readonly string[] Colours = ["#1f4e79", "#c0504d", "#5b8f22", "#7f5fa8", "#d98b0a", "#2a9d9d", "#555555"];

    public static string Draw(IReadOnlyList<(string Name, List<(long Size, double Share)> Points)> lines)
    {
        var sizes = lines.SelectMany(line => line.Points).Select(point => point.Size).Distinct().Order().ToList();
        var most = Math.Max(1.2, lines.SelectMany(line => line.Points).Max(point => point.Share) * 1.05);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/>\n");
        for (var share = 0.0; share <= most; share += 0.2)
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<path d=\"M{Left} {Y(share):F1}H{Width - Right}\" stroke=\"#dddddd\"/><text x=\"{Left - 8}\" y=\"{Y(share) + 4:F1}\" text-anchor=\"end\">{share * 100:F0} %</text>\n");
        foreach (var size in sizes)
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{X(size):F1}\" y=\"{Height - Bottom + 20}\" text-anchor=\"middle\">{size:N0}</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 8}\" text-anchor=\"middle\">leads; rate as a share of that at the first size</text>\n");
        foreach (var (place, (name, points)) in lines.Index())
        {
            var colour = Colours[place % Colours.Length];
            var path = string.Join('L', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.Size):F1} {Y(point.Share):F1}")));
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width - Right + 12}\" y=\"{Top + 14 + (place * 18)}\" fill=\"{colour}\">{name}</text>\n");
        }

        return svg.Append("</svg>\n").ToString();

        double X(long size) => sizes.Count == 1
            ? Left
            : Left + (Math.Log(size / (double)sizes[0]) / Math.Log(sizes[^1] / (double)sizes[0]) * (Width - Left - Right));

        double Y(double share) => Height - Bottom - (share / most * (Height - Top - Bottom));
    }
}

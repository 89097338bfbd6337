using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Leadline.Bench.Load;
using Leadline.Bench.Samples;

namespace Leadline.Bench.Imports;

/// <summary>So many new leads as a CSV file, written while it is sent.</summary>
internal sealed class LeadFile : HttpContent
{
    private const int Piece = 256 * 1024;

    private readonly LeadPool leads;
    private readonly long count;

    public LeadFile(LeadPool leads, long count)
    {
        (this.leads, this.count) = (leads, count);
        Headers.ContentType = new MediaTypeHeaderValue("text/csv");
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var piece = new RequestBuffer();
        piece.Append(Encoding.ASCII.GetBytes(SampleLead.CsvHeader));
        piece.Append((byte)'\n');
        for (var sent = 0L; sent < count; sent++)
        {
            leads.TakeNew().WriteCsv(piece);
            if (piece.Written.Length >= Piece) await Send(piece, stream);
        }

        await Send(piece, stream);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private static async Task Send(RequestBuffer piece, Stream stream)
    {
        await stream.WriteAsync(piece.Written.ToArray());
        piece.Clear();
    }
}

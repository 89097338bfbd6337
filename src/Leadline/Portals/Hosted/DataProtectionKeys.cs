using System.Xml.Linq;
using Dapper;
using Leadline.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Leadline.Portals.Hosted;

/// <summary>
/// Keeps the keys of form tokens, and of what is encrypted at rest, in the database: all nodes share them, and a form is
/// still good after a restart.
/// </summary>
internal sealed class DataProtectionKeys(Database database) : IXmlRepository
{
    // ASP.NET asks without awaiting, and a lane's connection is the kind that is opened so.
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var connection = database.OpenLane();
        return [.. connection.Query<string>("SELECT xml FROM data_protection_key").Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var connection = database.OpenLane();
        connection.Execute(
            "INSERT INTO data_protection_key (name, xml) VALUES (@friendlyName, @xml)",
            new { friendlyName, xml = element.ToString(SaveOptions.DisableFormatting) });
    }
}

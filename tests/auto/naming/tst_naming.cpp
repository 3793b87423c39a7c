// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "meta/naming_p.h"
#include "probe.h"

using namespace QConductor;

class Plain : public Component
{
    Q_OBJECT
};

// The QML engine gives such names to the class of an instance that adds something, of a document, and of both.
class Plain_QML_7 : public Plain
{
    Q_OBJECT
};
class Reports_QMLTYPE_0 : public Plain
{
    Q_OBJECT
};
class Reports_QMLTYPE_0_QML_3 : public Reports_QMLTYPE_0
{
    Q_OBJECT
};
class Plain_QML_7_QML_12 : public Plain_QML_7
{
    Q_OBJECT
};

// An author who doesn't know of these names may give names that look like them.
class Plain_QML_Reader : public Component
{
    Q_OBJECT
};
class Reader_QMLTYPE_ : public Component
{
    Q_OBJECT
};

namespace Shop {
class WebApi : public Component
{
    Q_OBJECT
};
namespace BackOffice {
class HTTPServer2 : public WebApi
{
    Q_OBJECT
};
class HTTPServer2_QML_1 : public HTTPServer2
{
    Q_OBJECT
};
} // namespace BackOffice
} // namespace Shop

class tst_Naming : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void splitsWords_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *name, const char *expected) {
            QTest::newRow(*name ? name : "nothing") << QByteArray(name) << QByteArray(expected);
        };
        row("WebApi", "web_api");
        row("HTTPServer2", "http_server_2");
        row("Database", "database");
        row("WebAPI", "web_api");
        row("SQLite3Database", "sq_lite_3_database");
        row("Worker10", "worker_10");
        row("X", "x");
        row("XY", "xy");
        row("XyZ", "xy_z");
        row("lowerCase", "lower_case");
        row("web_api", "web_api");
        row("Web_Api", "web_api");
        row("Shop::WebApi", "shop::web_api");
        row("", "");
    }
    void splitsWords() // R26
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, expected);
        QCOMPARE(toSnakeCase(name), expected);
    }

    void namesWhatTheAuthorWrote_data()
    {
        QTest::addColumn<const QMetaObject *>("type");
        QTest::addColumn<QByteArray>("qualified");
        QTest::addColumn<QByteArray>("unqualified");
        QTest::addColumn<QByteArray>("scope");
        const auto row = [](const QMetaObject &type, const char *qualified, const char *unqualified, const char *scope) {
            QTest::newRow(type.className()) << &type << QByteArray(qualified) << QByteArray(unqualified) << QByteArray(scope);
        };
        row(Plain::staticMetaObject, "Plain", "Plain", "");
        row(Shop::WebApi::staticMetaObject, "Shop::WebApi", "WebApi", "Shop");
        row(Shop::BackOffice::HTTPServer2::staticMetaObject, "Shop::BackOffice::HTTPServer2", "HTTPServer2",
            "Shop::BackOffice");
        row(Shop::BackOffice::HTTPServer2_QML_1::staticMetaObject, "Shop::BackOffice::HTTPServer2", "HTTPServer2",
            "Shop::BackOffice");
        row(Plain_QML_7::staticMetaObject, "Plain", "Plain", "");
        row(Plain_QML_7_QML_12::staticMetaObject, "Plain", "Plain", "");
        row(Reports_QMLTYPE_0::staticMetaObject, "Reports", "Reports", "");
        row(Reports_QMLTYPE_0_QML_3::staticMetaObject, "Reports", "Reports", "");
        row(Plain_QML_Reader::staticMetaObject, "Plain_QML_Reader", "Plain_QML_Reader", "");
        row(Reader_QMLTYPE_::staticMetaObject, "Reader_QMLTYPE_", "Reader_QMLTYPE_", "");
    }
    void namesWhatTheAuthorWrote() // R25, R26, R28
    {
        QFETCH(const QMetaObject *, type);
        QTEST(qualifiedName(type), "qualified");
        QTEST(unqualifiedName(type), "unqualified");
        QTEST(namespaceOf(type), "scope");
    }

    void tellsTheEnginesClassesFromTheAuthors_data()
    {
        QTest::addColumn<const QMetaObject *>("type");
        QTest::addColumn<const QMetaObject *>("authored");
        QTest::addColumn<bool>("isEngines");
        const auto row = [](const QMetaObject &type, const QMetaObject &authored, bool isEngines) {
            QTest::newRow(type.className()) << &type << &authored << isEngines;
        };
        row(Plain::staticMetaObject, Plain::staticMetaObject, false);
        row(Plain_QML_7::staticMetaObject, Plain::staticMetaObject, true);
        row(Plain_QML_7_QML_12::staticMetaObject, Plain::staticMetaObject, true);
        row(Reports_QMLTYPE_0::staticMetaObject, Reports_QMLTYPE_0::staticMetaObject, true);
        row(Reports_QMLTYPE_0_QML_3::staticMetaObject, Reports_QMLTYPE_0::staticMetaObject, true);
        row(Plain_QML_Reader::staticMetaObject, Plain_QML_Reader::staticMetaObject, false);
        row(Reader_QMLTYPE_::staticMetaObject, Reader_QMLTYPE_::staticMetaObject, false);
    }
    void tellsTheEnginesClassesFromTheAuthors() // R28
    {
        QFETCH(const QMetaObject *, type);
        QTEST(authoredType(type), "authored");
        QTEST(isMadeByQmlEngine(type), "isEngines");
    }
};

QTEST_GUILESS_MAIN(tst_Naming)
#include "tst_naming.moc"
